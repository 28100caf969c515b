import { describe, expect, it } from 'vitest'
import { portalFiles } from '../../../../src/provision/files/portal-files'
import { decode } from '../../../support/bytes'

const portal = { accessPointName: 'Lamp "7"', accessPointAddress: '192.168.4.1', hostname: '' }
const paths = async (version: string) => (await portalFiles(portal, version)).map((f) => f.path)

describe('files for a board', () => {
  it('sends compiled modules from MicroPython 1.19 on, sources before', async () => {
    expect(await paths('v1.27.0')).toContain('/lib/captive_portal/__init__.mpy')
    expect(await paths('v1.19.1')).toContain('/lib/captive_portal/__init__.mpy')
    expect(await paths('v1.18')).toContain('/lib/captive_portal/__init__.py')
  })

  it('never sends a module in both forms: MicroPython would take the source', async () => {
    for (const version of ['v1.27.0', 'v1.18']) {
      const modules = (await paths(version)).map((path) => path.replace(/\.m?py$/, ''))
      expect(new Set(modules).size).toBe(modules.length)
    }
  })

  it('sends main.py last, so that an interrupted upload does not start half a portal', async () => {
    expect((await paths('v1.27.0')).at(-1)).toBe('/main.py')
  })

  it('writes the settings that were given and leaves out the empty ones', async () => {
    const files = await portalFiles(portal, 'v1.27.0')
    const settings = files.find((file) => file.path === '/portal.json')
    expect(JSON.parse(decode(settings?.bytes))).toEqual({
      essid: 'Lamp "7"',
      ap_ip: '192.168.4.1',
    })
  })

  it('writes password, opening and address as the portal reads them', async () => {
    const trusted = {
      ...portal,
      password: 'correct-horse-7',
      opens: { button: 14, powerCycles: 5 },
      timeoutSeconds: 600,
      station: { ip: '192.168.1.50', gateway: '192.168.1.1', netmask: '', dns: undefined },
    }
    const files = await portalFiles(trusted, 'v1.27.0')
    const settings = files.find((file) => file.path === '/portal.json')
    expect(JSON.parse(decode(settings?.bytes))).toMatchObject({
      ap_password: 'correct-horse-7',
      button: 14,
      power_cycles: 5,
      timeout: 600,
      station: { ip: '192.168.1.50', gateway: '192.168.1.1' },
    })
    expect(decode(settings?.bytes)).not.toMatch(/netmask|dns/)
  })

  it('carries extra fields as the portal reads them, empty parts left out', async () => {
    const fields = [{ label: 'Server', name: 'server', type: 'url', default: '', pattern: '' }]
    const files = await portalFiles({ ...portal, fields }, 'v1.27.0')
    const settings = files.find((file) => file.path === '/portal.json')
    expect(JSON.parse(decode(settings?.bytes)).fields).toEqual([
      { label: 'Server', name: 'server', type: 'url' },
    ])
  })
})
