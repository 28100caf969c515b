/** What a server has and a test folder has not: a certificate where certbot puts it, and an nginx.conf. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A certificate of one's own for the name and www.; the path of its chain. */
export function writeCertificate(root: string, name: string): string {
  const place = join(root, 'etc/letsencrypt/live', name)
  mkdirSync(place, { recursive: true })
  const chain = join(place, 'fullchain.pem')
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-days', '2', '-subj', `/CN=${name}`],
      ...['-addext', `subjectAltName=DNS:${name},DNS:www.${name}`],
      ...['-keyout', join(place, 'privkey.pem'), '-out', chain],
    ],
    { stdio: 'ignore' },
  )
  return chain
}

/** Stands for Debian's own, with every path below `folder`, and workers without privileges. */
export function writeNginxConf(root: string, folder: string): string {
  const place = join(root, 'etc/nginx')
  mkdirSync(place, { recursive: true })
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const path = join(place, 'nginx.conf')
  writeFileSync(
    path,
    `${process.getuid?.() === 0 ? 'user www-data;' : ''}
    worker_processes 2; pid ${folder}/nginx.pid; error_log ${folder}/error.log notice;
    events { worker_connections 256; }
    http { ${temporary.join(' ')} default_type application/octet-stream;
      include ${place}/sites-enabled/*; }\n`,
  )
  return path
}
