/** No stored secret ever leaves the board: not to be seen, downloaded, archived, kept, or renamed to be. */
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { download } from '../../../../src/state/files/download'
import { openFile } from '../../../../src/state/files/open'
import { holdsCredentials, protectionOf } from '../../../../src/state/files/protection'
import { remove } from '../../../../src/state/files/delete'
import { upload } from '../../../../src/state/files/upload'
import { asksForPassword } from '../../../../src/state/files/values-protection'
import { withNetwork } from '../../../../src/provision/files/wifi-credentials'
import { decode, encode } from '../../../support/bytes'
import { answering, offer, opened, portalBoard } from './files-rig'

const withPassword = '{"fields":[{"name":"token","type":"password"}]}'

describe('what is secret', () => {
  it.each([
    '/wifi.creds',
    '/wifi.creds.new',
    '/lib/captive_portal/.new/wifi.creds',
    '/copy of WIFI.CREDS',
  ])('%s by its name', (path) => expect(protectionOf(path, false)).toBe('secret'))

  it('no addresses and no count of starts, which are the portal’s own', () => {
    expect(protectionOf('/wifi.static', true)).toBe('portal')
    expect(protectionOf('/power.ups', true)).toBe('portal')
    const lines = [
      '486f6d65 192.168.1.50,255.255.255.0,192.168.1.1,192.168.1.1 9a3b',
      '486f6d65 - 9a3b',
    ]
    for (const line of lines) expect(holdsCredentials(encode(`${line}\n`))).toBe(false)
  })

  it('what was entered on the phone, only where a password was asked for', () => {
    expect(protectionOf('/settings.json', true)).toBe('secret')
    expect(protectionOf('/settings.json.new', true)).toBe('secret')
    expect(protectionOf('/settings.json', false)).toBeUndefined()
    expect(protectionOf('/www/settings.json', true)).toBeUndefined()
    expect(asksForPassword(encode(withPassword))).toBe(true)
    expect(asksForPassword(encode('{"fields":[{"type":"text"}]}'))).toBe(false)
    expect(asksForPassword(encode('{"essid":"x"}'))).toBe(false)
    expect(asksForPassword(encode('no JSON')), 'nobody can tell').toBe(true)
  })

  it.each([
    ['with a byte order mark', '\ufeff{"ap_password":"k7mf2xqa"}'],
    ['too large for the portal', `{"x":"${'y'.repeat(8200)}","ap_password":"k7mf2xqa"}`],
    ['damaged, with escapes', '{"ap\\u005fpassword":"k7mf2xqa","x":}'],
    ['with a quote in the password', '{"ap_password":"\\u0022k7mf2xqa"}'],
    ['with two, the last empty', '{"ap_password":"k7mf2xqa","ap_password":""}'],
    ['damaged, in other quotes', "{'essid':'Lamp','ap_password':'k7mf2xqa'}"],
    ['damaged, without quotes', '{essid:"Lamp",ap_password:"k7mf2xqa"}'],
    ['damaged, without a colon', '{"ap_password""k7mf2xqa"'],
    ['damaged in an escape of the name', '{"ap\\u00fpassword":"k7mf2xqa"'],
    ['damaged, with an escaped backslash in the name', '{"ap\\u005cpassword" : "k7mf2xqa"'],
    ['damaged in the name', '{"ap\ufffdpassword":"k7mf2xqa"'],
    ['in a list', '[{"ap_password":"k7mf2xqa"}]'],
  ])('settings with a password: %s', (_, settings) => {
    expect(holdsCredentials(encode(settings))).toBe(true)
  })

  it.each([
    '{"essid":"Lamp \\"7\\""',
    '{"essid":"Caf\\u00e9"',
    '{"ap_password":""',
    "{'ap_password' : ''",
    '{"essid":"Lamp","ap_password"',
    '{"ap_password":',
    '{"path\\u005c":"C:\\\\","fields":[]}',
    '{"ap_passw',
  ])('settings without a password: %s', (settings) => {
    expect(holdsCredentials(encode(settings))).toBe(false)
  })

  it('settings with a password whose first bytes are damaged, under their own name', () => {
    const bytes = encode('\ufffd"essid":"Lamp","ap_password":"k7mf2xqa"}')
    expect(holdsCredentials(bytes, '/portal.json')).toBe(true)
    expect(holdsCredentials(encode('\ufffd"essid":"Lamp"}'), '/portal.json')).toBe(false)
  })

  it('settings with a password that were saved as UTF-16', () => {
    const bytes = Buffer.from('\ufeff{"ap_password":"k7mf2xqa"}', 'utf16le')
    expect(holdsCredentials(new Uint8Array(bytes))).toBe(true)
    expect(holdsCredentials(new Uint8Array(bytes.subarray(2))), 'without its mark').toBe(true)
    expect(holdsCredentials(new Uint8Array(bytes.swap16()))).toBe(true)
  })

  it('settings of a portal with a password, whatever their name', async () => {
    const settings = '{"essid":"Lamp","ap_password":"k7mf2xqa"}'
    expect(holdsCredentials(encode(settings))).toBe(true)
    expect(holdsCredentials(encode('{"essid":"Lamp"')), 'damaged').toBe(false)
    expect(holdsCredentials(encode(settings.slice(0, -1))), 'damaged').toBe(true)
    expect(holdsCredentials(encode('{"essid":"Lamp","ap_password":""}'))).toBe(false)
    expect(holdsCredentials(encode('# {"ap_password": "x"}'))).toBe(false)
    expect(holdsCredentials(encode('{"ap_password" : ""}'))).toBe(false)
    const { files } = await opened({
      ...portalBoard,
      '/portal.json': settings,
      '/copy.json': settings,
    })
    for (const path of ['/portal.json', '/copy.json']) {
      const document = await openFile(files, path)
      expect(document?.content).toEqual({ is: 'secret' })
    }
    const archive = await download(files, ['/portal.json', '/copy.json', '/main.py'])
    expect(Object.keys(unzipSync(archive!.bytes))).toEqual(['main.py'])
  })

  it('stays one after the settings were changed or deleted here', async () => {
    const values = { '/settings.json': '{"token":"1"}' }
    const { board, files } = await opened({
      ...portalBoard,
      ...values,
      '/portal.json': withPassword,
    })
    board.files.set('/portal.json', encode('{}'))
    await files.reload()
    expect(files.protectionOf('/settings.json')).toBe('secret')
    const without = Object.entries(portalBoard).filter(([path]) => path !== '/portal.json')
    const { files: others } = await opened({ ...Object.fromEntries(without), ...values })
    expect(others.protectionOf('/settings.json'), 'a portal without settings').toBe('secret')
    const { files: own } = await opened(values)
    expect(own.protectionOf('/settings.json'), 'no portal at all').toBeUndefined()
  })
})

describe('a secret', () => {
  it('is opened without being read; under another name it is dropped as soon as it is known', async () => {
    const { board, files } = await opened({
      ...portalBoard,
      '/x.txt': portalBoard['/wifi.creds'],
    })
    const named = await openFile(files, '/wifi.creds')
    expect(named?.content).toEqual({ is: 'secret' })
    expect(board.calls).toEqual([])
    const renamed = await openFile(files, '/x.txt')
    expect(renamed?.content).toEqual({ is: 'secret' })
    expect(renamed).toMatchObject({ text: '', bytes: new Uint8Array() })
    expect(holdsCredentials(encode('captive_portal 1\n'))).toBe(true)
  })

  it('is known by one line of a network, without the line that names the format', () => {
    const [, line = ''] = decode(withNetwork({ name: 'home', password: 'hunter22' })).split('\n')
    const [ssid, key] = line.split(' ')
    expect(holdsCredentials(encode(`# backup\r\n  ${line}  \r\nx`))).toBe(true)
    expect(holdsCredentials(encode(`${ssid} ${key} 0000\n`)), 'numbers of somebody').toBe(false)
    expect(holdsCredentials(encode('home,town\n1,2\n'))).toBe(false)
  })

  it('is in no archive and in no download, and is named instead', async () => {
    const { files } = await opened({ ...portalBoard, '/x.txt': portalBoard['/wifi.creds'] })
    const all = await download(files, ['/boot.py', '/wifi.creds', '/x.txt', '/www'])
    expect(Object.keys(unzipSync(all!.bytes)).sort()).toEqual([
      'boot.py',
      'www/img/a.txt',
      'www/index.html',
    ])
    expect(files.notice).toEqual({ is: 'left-out', paths: ['/wifi.creds', '/x.txt'] })
    expect(await download(files, ['/wifi.creds'])).toBeUndefined()
    expect(await download(files, ['/x.txt'])).toBeUndefined()
  })

  it('is not even kept for an undo, and goes for good only if that is agreed to', async () => {
    const { board, files } = await opened({ '/a/x.txt': portalBoard['/wifi.creds'], '/a/b': 'b' })
    const refused = answering(files, {})
    await remove(files, ['/a'])
    expect(refused).toMatchObject([{ ask: 'delete-for-good', why: 'secret', paths: ['/a/x.txt'] }])
    expect([...board.files.keys()]).toEqual(['/a/x.txt', '/a/b'])
    answering(files, { 'delete-for-good': 'go-on' })
    await remove(files, ['/a'])
    await files.undoLast()
    expect([...board.files.keys()]).toEqual(['/a/b'])
  })

  it('is not uploaded over', async () => {
    const { board, files } = await opened()
    answering(files, { replace: 'replace', portal: 'go-on' })
    await upload(files, offer({ 'wifi.creds': 'mine' }), '')
    expect(files.notice).toMatchObject({
      count: 0,
      refused: [{ path: '/wifi.creds', why: 'secret' }],
    })
    expect(board.calls).toEqual([])
  })
})

describe('a download', () => {
  it('of one file is that file', async () => {
    const { files } = await opened()
    expect(await download(files, ['/lamp.py'])).toEqual({
      name: 'lamp.py',
      bytes: encode('print("lamp")\n'),
    })
  })

  it('names no path that leaves the folder it is unpacked in', async () => {
    const { board, files } = await opened()
    board.files.set('/..\\..\\evil.txt', encode('x'))
    board.files.set('/a/../../evil', encode('x'))
    await files.reload()
    const all = await download(files, ['/..\\..\\evil.txt', '/a/../../evil'])
    expect(Object.keys(unzipSync(all!.bytes)).sort()).toEqual(['.._.._evil.txt', 'a/evil'])
  })
})
