/**
 * Which project an ESP8266 program is from, by words that its own source puts into every build of it.
 * What other programs may mention, too, stands behind those that mention it.
 */
const projects: readonly (readonly [name: string, words: RegExp])[] = [
  ['CircuitPython', /Adafruit CircuitPython/],
  ['ESPHome', /ESPHome|esphome/],
  ['ESPEasy', /ESP ?Easy/],
  ['WLED', /WLED/],
  ['ESPurna', /espurna/i],
  ['Espruino', /Espruino/],
  ['Tasmota', /tasmota/i],
  ['NodeMCU (Lua)', /NodeMCU \d|nodemcu-firmware|Lua 5\.\d/],
  ['Espressif’s AT firmware', /AT version:|AT\+(?:GMR|CWJAP|CWMODE)|\+CWJAP/],
  [
    'a program made with Arduino',
    /CUT HERE FOR EXCEPTION DECODER|arduino-esp8266|core_esp8266|cores\/esp8266/,
  ],
]

/** "Tasmota", or undefined where nothing in the bytes shows it. */
export function nameProject(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('latin1').decode(bytes)
  return projects.find(([, words]) => words.test(text))?.[0]
}
