/** What was entered on a phone: shown only as long as nothing says that a password is in it. */
import { describe, expect, it } from 'vitest'
import { DeviceError } from '../../../../src/errors'
import { BoardFiles } from '../../../../src/state/board-files.svelte'
import { download } from '../../../../src/state/files/download'
import { openFile, reload } from '../../../../src/state/files/open'
import { holdsPassword } from '../../../../src/state/files/values-protection'
import { encode } from '../../../support/bytes'
import { MemoryFilesystem } from '../../../support/memory-filesystem'
import { opened } from './files-rig'

const asking = (type: string) => JSON.stringify({ fields: [{ name: 'token', type }] })
const harmless = { '/portal.json': asking('text'), '/settings.json': '{"token":"lamp"}' }

describe('values', () => {
  it.each([
    ['a field with that name', '{"token":"x"}', false],
    ['a field that is no more', '{"old":"hunter22"}', true],
    ['one that was entered as a password', '{"token":"hunter22","":["token"]}', true],
    ['none entered as a password', '{"token":"x","":[]}', false],
    ['a damaged list of passwords', '{"token":"x","":"token"}', true],
    ['no JSON', '{"token":"hunter22"', true],
  ])('%s: %s', (_, values, secret) =>
    expect(holdsPassword(encode(values), encode(asking('text')))).toBe(secret),
  )

  it('without a portal are a file as any other, unless it names passwords', () => {
    expect(holdsPassword(encode('no JSON'), undefined)).toBe(false)
    expect(holdsPassword(encode('{"a":"1","":["a"]}'), undefined)).toBe(true)
  })
})

describe('harmless values', () => {
  it('are a secret as soon as the form asks for a password, also where they are open', async () => {
    const { board, files } = await opened(harmless)
    const document = (await openFile(files, '/settings.json'))!
    expect(document.text).toBe('{"token":"lamp"}')
    board.files.set('/portal.json', encode(asking('Password')))
    board.files.set('/settings.json', encode('{"token":"hunter22"}'))
    await files.reload()
    expect(document).toMatchObject({ content: { is: 'secret' }, text: '' })
    board.files.set('/portal.json', encode(asking('text')))
    await files.reload()
    expect(files.protectionOf('/settings.json'), 'stays one').toBe('secret')
  })

  it('are looked at before they are read, also without a new listing', async () => {
    const { board, files } = await opened(harmless)
    board.files.set('/settings.json', encode('{"token":"hunter22","":["token"]}'))
    const all = await download(files, ['/settings.json'])
    expect(all).toBeUndefined()
    expect((await openFile(files, '/settings.json'))?.content.is).toBe('secret')
  })

  it('keep what is being typed', async () => {
    const { board, files } = await opened(harmless)
    const document = (await openFile(files, '/settings.json'))!
    document.text = '{"token":"mine"}'
    board.files.set('/portal.json', encode(asking('password')))
    await files.reload()
    expect(document.text).toBe('{"token":"mine"}')
    await reload(files, document)
    expect(document.content.is).toBe('secret')
  })

  it('are a secret while they are written anew, too', async () => {
    const { files } = await opened({
      '/portal.json': asking('password'),
      '/settings.json.new': '{"token":"hunter22"}',
    })
    expect(files.protectionOf('/settings.json.new')).toBe('secret')
  })
})

describe('settings that cannot be read', () => {
  const on = async (board: MemoryFilesystem) => {
    const files = new BoardFiles(() => Promise.resolve(board))
    return { files, isOpen: await files.open() }
  }

  it.each(['python-error', 'file-missing', 'no-memory'] as const)(
    'with %s leave the values a secret, and the files open',
    async (code) => {
      const board = new MemoryFilesystem(harmless)
      board.failNext('read /portal.json', new DeviceError(code, 'OSError: 5'))
      const { files, isOpen } = await on(board)
      expect(isOpen).toBe(true)
      expect(files.protectionOf('/settings.json')).toBe('secret')
    },
  )

  it('because a folder has their name: the same', async () => {
    const board = new MemoryFilesystem({ '/portal.json/x': '', '/settings.json': '{}' })
    const { files, isOpen } = await on(board)
    expect(isOpen).toBe(true)
    expect(files.protectionOf('/settings.json')).toBe('secret')
  })

  it('because the board is gone: nothing is open', async () => {
    const board = new MemoryFilesystem(harmless)
    board.failNext('read /portal.json', new DeviceError('port-lost', 'gone'))
    expect(await on(board)).toMatchObject({ isOpen: false, files: { isOpen: false } })
  })
})
