import type { Recognised } from './refused-file'

/**
 * Which project an ESP8266 program is from, by words that its own source puts into every build of it.
 * What other programs may mention, too, stands behind those that mention it.
 */
const projects: readonly (readonly [project: string | Recognised, words: RegExp])[] = [
  ['CircuitPython', /Adafruit CircuitPython/],
  ['ESPHome', /ESPHome|esphome/],
  ['ESPEasy', /ESP ?Easy/],
  ['WLED', /WLED/],
  ['ESPurna', /espurna/i],
  ['Espruino', /Espruino/],
  ['Tasmota', /tasmota/i],
  ['NodeMCU (Lua)', /NodeMCU \d|nodemcu-firmware|Lua 5\.\d/],
  [{ kind: 'espressif-at' }, /AT version:|AT\+(?:GMR|CWJAP|CWMODE)|\+CWJAP/],
  [
    { kind: 'arduino' },
    /CUT HERE FOR EXCEPTION DECODER|arduino-esp8266|core_esp8266|cores\/esp8266/,
  ],
]

/** Undefined where nothing in the bytes shows it. */
export function recogniseProject(bytes: Uint8Array): Recognised | undefined {
  const text = new TextDecoder('latin1').decode(bytes)
  const project = projects.find(([, words]) => words.test(text))?.[0]
  return typeof project === 'string' ? { kind: 'project', project } : project
}
