/**
 * `DEVICE=/dev/ttyUSB0 npm run test:device` or `DEVICE=rfc2217://host:port …`: what src/ relies on from
 * a board, tried on a real one through Chromium's own Web Serial. Says first what it will erase, saves
 * it to a file, and asks.
 */
import { chromium as browserType, type Page } from '@playwright/test'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { boardSuite } from '../contract/board-suite'
import { findChromium } from '../runner/chromium'
import { bundleForPage } from '../web-serial/bundle'
import { localPort } from './local-port'
import { networkPort, type DevicePort } from './network-port'

const usage = `Usage: DEVICE=/dev/ttyUSB0 npm run test:device [-- --yes]
       DEVICE=rfc2217://host:port npm run test:device [-- --yes]

  --yes   do not ask before one sector of the flash (4 KiB) is erased, written and put back`

const whatHappens =
  'One sector of the flash (4 KiB) will be erased and written, and put back afterwards; ' +
  'the board will be reset many times.'
const origin = 'http://localhost'
const surveySchema = v.object({
  chip: v.string(),
  offsetBytes: v.number(),
  bytes: v.array(v.number()),
})

const parts = () => ({ chromium: findChromium() ?? 'chromium', origin })

/** Throws an Error with words for the user. */
function findPort(device: string): Promise<DevicePort> | DevicePort {
  if (!device.includes('://')) return localPort(device, parts())
  const { protocol, hostname, port } = new URL(device)
  if (protocol !== 'rfc2217:' || !port) throw new Error(`DEVICE is not "${device}".\n\n${usage}`)
  return networkPort(hostname, Number(port), parts())
}

/** A page with nothing on it but the cases. No server: the request is answered here. */
async function openPage(port: DevicePort) {
  const browser = await browserType.launch({
    executablePath: port.launcher,
    args: ['--no-sandbox'],
  })
  const page = await browser.newPage()
  await page.route(`${origin}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>device</title>' }),
  )
  await page.goto(origin)
  await page.evaluate(() => navigator.serial.getPorts())
  port.introduce()
  await page.waitForFunction(async () =>
    (await navigator.serial.getPorts()).some((one) => one.getInfo().usbVendorId !== undefined),
  )
  await page.evaluate(
    await bundleForPage(new URL('../contract/board-suite/in-page.ts', import.meta.url)),
  )
  return { browser, page }
}

/** Reads what will be erased, keeps it in a file, and asks. */
async function mayErase(page: Page, yes: boolean): Promise<boolean> {
  const { chip, offsetBytes, bytes } = v.parse(surveySchema, await page.evaluate('suite.survey()'))
  const file = `sector-0x${offsetBytes.toString(16)}-${Date.now()}.bin`
  writeFileSync(file, Uint8Array.from(bytes))
  console.log(
    `The board is an ${chip}. One sector of its flash will be erased and written, 4096 bytes at ` +
      `0x${offsetBytes.toString(16)}, and put back afterwards. What is in it now is saved in ${file}. ` +
      'The board will be reset many times; nothing else is written.',
  )
  if (yes) return true
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await lines.question('Type "yes" to go on: ')
  lines.close()
  return answer.trim() === 'yes'
}

async function runAll(page: Page): Promise<number> {
  let failures = 0
  for (const name of Object.keys(boardSuite)) {
    try {
      console.log(`✓ ${name}: ${String(await page.evaluate(`suite.run(${JSON.stringify(name)})`))}`)
    } catch (error) {
      failures++
      console.log(`✗ ${name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
    }
  }
  console.log(`${Object.keys(boardSuite).length - failures} passed, ${failures} failed`)
  return failures
}

async function main(device: string, yes: boolean): Promise<number> {
  if (!yes && !process.stdin.isTTY) {
    throw new Error(`Nobody is there to ask. ${whatHappens} Add -- --yes if that is all right.`)
  }
  const port = await findPort(device)
  try {
    const { browser, page } = await openPage(port)
    try {
      return (await mayErase(page, yes)) ? await runAll(page) : 1
    } finally {
      await browser.close()
    }
  } finally {
    port.close()
  }
}

try {
  const { values } = parseArgs({ options: { yes: { type: 'boolean', default: false } } })
  const device = process.env.DEVICE
  if (!device) throw new Error(usage)
  process.exitCode = (await main(device, values.yes)) === 0 ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
