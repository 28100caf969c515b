/** `npm run portal -- --phone`, as whoever changes firmware/ runs it: what is printed, and the exit code. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, type TestContext } from 'vitest'
import { phoneSystems } from '../../src/phone/systems'
import { run } from '../support/command'

const script = new URL('../../src/cli/portal/portal.ts', import.meta.url).pathname
const firmware = new URL('../../firmware/', import.meta.url).pathname

async function command(...args: string[]) {
  const { stdout, stderr, code } = await run(process.execPath, ['--import', 'tsx', script, ...args])
  return { stdout: Buffer.from(stdout, 'latin1').toString('utf8'), stderr, code }
}

/** A folder that ends with the test. */
function folderOf(test: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'portal-phone-'))
  test.onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** A copy of firmware/ whose file says something else. */
function changed(test: TestContext, path: string, from: string, to: string): string[] {
  const folder = folderOf(test)
  for (const name of ['main.py', 'boot.py', 'lib']) {
    cpSync(join(firmware, name), join(folder, name), { recursive: true })
  }
  const text = readFileSync(join(folder, path), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, path), text.replace(from, to))
  return ['--firmware', folder]
}

const site = 'lib/captive_portal/site.py'

describe.concurrent('a phone at the portal', () => {
  it('all of them open their sign-in page', async () => {
    const { stdout, code } = await command('--phone', 'all')
    for (const { id, name } of phoneSystems) {
      expect(stdout).toMatch(new RegExp(`^\\[${id}\\] A sign-in is wanted here, so ${name} `, 'm'))
    }
    expect(stdout).toContain(
      '[android] Android asks the board’s DNS where connectivitycheck.gstatic.com is; the board ' +
        'answers with its own address 192.168.4.1, as it does for every name.',
    )
    expect(stdout).toMatch(/\[windows\].*wpad\.dat\. The answer is 404 Not Found/)
    expect(code).toBe(0)
  })

  it('at another address', async (test) => {
    const options = join(folderOf(test), 'options.json')
    writeFileSync(options, '{ "ap_ip": "4.3.2.1" }')
    const { stdout, code } = await command('--phone=android', '--options', options)
    expect(stdout).toContain('opens its sign-in sheet at http://4.3.2.1/.')
    expect(code).toBe(0)
  })

  it('with the access point’s password, and not without it or with another', async (test) => {
    const options = join(folderOf(test), 'options.json')
    writeFileSync(options, '{ "ap_password": "four words long" }')
    const args = ['--phone=iphone', '--options', options]
    const inside = await command(...args, '--password', 'four words long')
    expect(inside.stdout).toContain('[iphone] A sign-in is wanted here')
    expect(inside.stdout).not.toContain('four words long')
    expect(inside.code).toBe(0)
    const outside = await Promise.all([
      command(...args),
      command(...args, '--password=another one'),
    ])
    expect(outside.map(({ code }) => code)).toEqual([1, 1])
    expect(outside[0].stdout).toContain('[iphone] the access point asks for a password: --password')
    expect(outside[1].stdout).toContain('[iphone] the access point refuses this password')
  })

  it('an address without its host: Android says “no internet”, an iPhone does not mind', async (test) => {
    const args = changed(test, site, 'b"Location: " + url', 'b"Location: /"')
    const android = await command('--phone', 'android', ...args)
    expect(android.stdout).toContain(
      'Android says “no internet” and opens nothing. The redirect does not name a whole address.',
    )
    expect(android.code).toBe(1)
    expect((await command('--phone', 'iphone', ...args)).code).toBe(0)
  })

  it('no page for Kindles: one of all is enough to fail', async (test) => {
    const { stdout, code } = await command(
      '--phone',
      'all',
      ...changed(test, site, '* /kindle-wifi/wifistub.html kindle\n', ''),
    )
    expect(stdout).toContain('so Android opens its sign-in sheet')
    expect(stdout).toContain(
      'Kindle says “no internet” and opens nothing. The answer is not a page',
    )
    expect(code).toBe(1)
  })

  it('a mistake in the portal: nothing opens', async (test) => {
    const args = changed(test, site, 'def find(method, path):', 'def find(method):')
    const { stdout, code } = await command('--phone', 'kindle', ...args)
    expect(stdout).toMatch(/\[kindle\] Kindle says “no internet”/)
    expect(code).toBe(1)
  })
})

describe('wrong arguments', () => {
  it.each([
    [['--phone', 'nokia'], '--phone needs one of android, iphone, windows, firefox, kindle, all'],
    [['--phone'], '--phone'],
    [['--phone', 'android', '--http', '70000'], '--http needs a port'],
    [['--colour', '--phone=all'], "Unknown option '--colour'"],
  ])('%j: ends with 2 and says why', async (args, words) => {
    const { stderr, code } = await command(...args)
    expect(stderr).toContain(words)
    expect(code).toBe(2)
  })
})
