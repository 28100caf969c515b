/**
 * A board that knows networks, read out and installed anew on the virtual board: nothing of what its
 * flash and its files hold gets into the record, and so into no report.
 */
import { describe, expect, it } from 'vitest'
import { trafficOf } from '../../src/serial/traffic'
import { running } from '../support/fake-time'
import { board, image, open, openAt, plugIn, useBoards } from './bootloader-rig'

useBoards()

const secret = 'correct horse battery'

/** All that is kept of the record, as one text for each notation that could tell. */
function kept(): string[] {
  const { entries } = trafficOf(board.port)
  const all = Buffer.concat(
    entries.flatMap((entry) => ('bytes' in entry ? [Buffer.from(entry.bytes)] : [])),
  )
  const notes = entries.map((entry) => ('text' in entry ? entry.text : '')).join('\n')
  return [all.toString('latin1'), all.toString('hex'), notes]
}

function expectNothingOf(...values: string[]) {
  for (const text of kept()) {
    for (const value of values) {
      expect(text).not.toContain(value)
      expect(text).not.toContain(Buffer.from(value).toString('hex'))
    }
  }
}

describe('the record of the bootloader', () => {
  it('holds no flash that was read, also where it looks like an answer', async () => {
    plugIn()
    const forged = Buffer.concat([Buffer.from('010a0200', 'hex'), Buffer.from(secret)])
    for (let at = 0; at < 8192; at += 64) board.flash.program(at, forged)
    const bootloader = await openAt(460_800)
    const read = await running(bootloader.read(0, 8192))
    expect(Buffer.from(read).includes(secret)).toBe(true)
    await running(bootloader.close())
    const reopened = await open()
    await running(reopened.close())
    expectNothingOf(secret, secret.slice(4, 12))
  })

  it('holds neither what was written nor its hash, nor the lines that contain the MAC address', async () => {
    plugIn()
    const bytes = image.slice(0, 16 * 1024)
    for (let at = 0; at < bytes.length; at += 256) bytes.set(Buffer.from(secret), at)
    const bootloader = await openAt(460_800)
    await running(bootloader.write([{ offsetBytes: 0, bytes }]))
    const hash = await running(bootloader.md5(0, bytes.length))
    await running(bootloader.close())
    expectNothingOf(secret)
    const abouts = trafficOf(board.port).entries.map((entry) =>
      'about' in entry ? entry.about : '',
    )
    expect(abouts).toContain('FLASH_DEFL_DATA')
    const efuses = abouts.filter((about) => about === 'READ_REG answered, value not shown')
    expect(efuses).toHaveLength(4)
    const [, hex, notes] = kept()
    expect(hex).not.toContain(hash)
    expect(notes).not.toContain(hash)
  })
})
