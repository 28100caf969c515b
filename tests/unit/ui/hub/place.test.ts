/** Where a board is found, and the files on it in groups. */
import { expect, test } from 'vitest'
import { fileGroups, sumOf } from '../../../../src/ui/hub/file-groups'
import { placeOf } from '../../../../src/ui/hub/place'

const accessPoint = { name: 'Lamp', address: '192.168.4.1' }

test('in the home network: its address there, as a link and as a code', () => {
  const place = placeOf({ is: 'joined', network: 'Home', address: '192.168.1.23', accessPoint })
  expect(place).toMatchObject({ network: 'Home', url: 'http://192.168.1.23/', first: true })
  expect(place?.code?.text).toBe('http://192.168.1.23/')
})

test('as an access point: the code joins it; without a name there is none', () => {
  const place = placeOf({ is: 'portal', accessPoint })
  expect(place).toMatchObject({ network: 'Lamp', url: 'http://192.168.4.1/', first: false })
  expect(place?.code?.text).toBe('WIFI:T:nopass;S:Lamp;;')
  const nameless = placeOf({ is: 'portal', accessPoint: { address: '192.168.4.1' } })
  expect(nameless?.code).toBeUndefined()
})

test('the password stands with the access point that it opens, not with the home network', () => {
  expect(placeOf({ is: 'portal', accessPoint }, 'secret123')?.password).toBe('secret123')
  const joined = placeOf({ is: 'joined', network: 'Home', address: '192.168.1.23' }, 'secret123')
  expect(joined?.password).toBeUndefined()
})

test('nowhere while it starts', () => {
  expect(placeOf({ is: 'starting' })).toBeUndefined()
  expect(placeOf({ is: 'trying', network: 'Home' })).toBeUndefined()
})

test('the portal’s files are apart, apps and the owner’s are not', () => {
  const files = [
    { path: '/lib/captive_portal/apps/blink.py', sizeBytes: 100 },
    { path: '/lib/captive_portal/dns.mpy', sizeBytes: 900 },
    { path: '/main.py', sizeBytes: 200 },
  ]
  const { portal, others } = fileGroups(files)
  expect(portal.map(({ path }) => path)).toEqual(['/lib/captive_portal/dns.mpy'])
  expect(others.map(({ path }) => path)).toEqual(['/lib/captive_portal/apps/blink.py', '/main.py'])
  expect(sumOf(files)).toBe(1200)
})
