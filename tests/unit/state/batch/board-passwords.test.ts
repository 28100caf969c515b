/** Which password each board of a batch gets, and what this browser knows of it afterwards. */
import { expect, it } from 'vitest'
import { newPreset } from '../../../../src/presets/defaults'
import { memoryStore } from '../../../../src/presets/key-value-store'
import { parsePreset } from '../../../../src/presets/parse'
import type { InstallRequest } from '../../../../src/provision/request'
import { boardPasswordsIn } from '../../../../src/state/board-passwords.svelte'
import { BatchList } from '../../../../src/state/batch/batch-list.svelte'
import type { BatchServices } from '../../../../src/state/batch/batch-services'
import { BatchWork } from '../../../../src/state/batch/batch-work'
import { Slots } from '../../../../src/state/batch/slots'

const macs = ['18:fe:34:00:00:01', '18:fe:34:00:00:02'] as const
const store = memoryStore()
const passwords = boardPasswordsIn(store, 'virtual')

/** Installs on both boards. @returns the passwords that were written */
async function installOnBoth(password: object | undefined, isFailing = false) {
  const written: (string | undefined)[] = []
  const connect = async (mac: string) => ({
    identity: { mac, flashSizeBytes: 4 << 20 },
    plan: async () => ({ losses: [] }),
    install: async ({ portal }: InstallRequest) => {
      written.push(portal.password)
      if (isFailing) throw new Error('The cable came off.')
      const link = { close: async () => undefined }
      return { report: { address: '192.0.2.1' }, link, accessPointPassword: portal.password }
    },
    release: async () => undefined,
  })
  let next = 0
  const services = {
    kind: 'virtual',
    connectBoard: () => connect(macs[next++]!),
    now: () => 1,
    takeTurn: async () => () => undefined,
  } as unknown as BatchServices
  const list = new BatchList(services, memoryStore())
  await list.read()
  await passwords.load()
  const plain = newPreset()
  const preset = parsePreset({ ...plain, portal: { ...plain.portal, password } })
  const firmware = { of: async () => new Uint8Array(4) } as never
  const wifi = { name: '', password: '' }
  const wanted = { setup: list.setup, preset, firmware, wifi, passwords }
  const work = new BatchWork(services, wanted, list)
  for (let board = 0; board < macs.length; board++) {
    await work.install(list.add()!, new EventTarget() as SerialPort, new Slots(1))
  }
  return { written, stored: JSON.stringify(list.rows.map((row) => row.stored)) }
}

it('each its own, the same when it comes again, known before it is written', async () => {
  const failed = await installOnBoth({ is: 'own' }, true)
  expect(new Set(failed.written).size).toBe(2)
  expect(macs.map((mac) => passwords.of(mac))).toEqual(failed.written)
  const { written, stored } = await installOnBoth({ is: 'own' })
  expect(written).toEqual(failed.written)
  for (const password of written) expect(stored, 'in the list').not.toContain(password)
})

it('what they had stays known while an installation has not ended', async () => {
  const own = macs.map((mac) => passwords.ownOf(mac))
  await installOnBoth({ is: 'shared', text: 'correct-horse-7' }, true)
  expect(macs.map((mac) => passwords.before(mac))).toEqual(own.map((password) => [password]))
  await installOnBoth({ is: 'own' })
  expect(macs.map((mac) => [passwords.of(mac), passwords.before(mac)])).toEqual(
    own.map((password) => [password, []]),
  )
})

it('one for all; and none is known of boards that are open again', async () => {
  const { written } = await installOnBoth({ is: 'shared', text: 'correct-horse-7' })
  expect(written).toEqual(['correct-horse-7', 'correct-horse-7'])
  expect(passwords.of(macs[1])).toBe('correct-horse-7')
  await installOnBoth(undefined)
  expect(macs.map((mac) => passwords.of(mac))).toEqual([undefined, undefined])
})
