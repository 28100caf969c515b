import { beforeEach, describe, expect, it } from 'vitest'
import { startBoard, type Board } from './board'
import { ask, head, readSettings, serve, status, submit } from './stories'

const fields = [
  {
    label: 'MQTT <server>',
    name: 'server',
    type: 'text',
    default: 'mqtt.local',
    pattern: '[a-z.]+',
  },
  { label: 'Port', name: 'port', type: 'number', default: '1883' },
  { label: 'Code', name: 'code', pattern: '\\d\\d\\d\\d' },
  { label: 'Quiet', name: 'quiet', type: 'checkbox' },
  { label: 'Odd', name: 'odd"name', type: 'text' },
]

let board: Board
beforeEach(async () => {
  board = await startBoard({ '/portal.json': JSON.stringify({ fields }) })
  board.world.radio.networks = [{ ssid: 'Home', key: 'correct horse' }]
})

const network = { ssid: 'Home', password: 'correct horse' }
const settings = () => readSettings(board)

describe('extra fields of the form', () => {
  it('are shown with label, type, default and pattern, escaped; an invalid name is left out', () => {
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      expect(page.body).toContain(
        '<label>MQTT &lt;server&gt; <input name="f-server" type="text" value="mqtt.local" maxlength="80" pattern="[a-z.]+"></label>',
      )
      expect(page.body).toContain('<input name="f-port" type="number" value="1883" step="any">')
      expect(page.body).toContain('<input name="f-quiet" type="checkbox" value="1">')
      expect(page.body).not.toContain('odd')
      expect(Number(page.header('Content-Length'))).toBe(Buffer.byteLength(page.body))
    })
  })

  it('go to /settings.json, each as its type, and are shown again', () => {
    serve(board, function* () {
      yield* submit(board, {
        ...network,
        'f-server': 'mqtt.example',
        'f-port': '8883',
        'f-code': '0042',
        'f-quiet': '1',
      })
      expect(board.world.radio.attempts).toHaveLength(1)
      const page = yield* ask(board, head('GET /'))
      expect(page.body).toContain('value="mqtt.example"')
      expect(page.body).toContain('name="f-quiet" type="checkbox" value="1" checked>')
    })
    expect(settings()).toEqual({ server: 'mqtt.example', port: 8883, code: '0042', quiet: true })
  })

  it.each([
    ['does not fit its pattern', { 'f-server': 'UPPER' }, 'MQTT <server>'],
    ['fits only in part', { 'f-server': 'mqtt.local/x' }, 'MQTT <server>'],
    ['is too short for its pattern', { 'f-code': '004' }, 'Code'],
    ['is longer than patterns are checked', { 'f-server': 'm'.repeat(81) }, 'MQTT <server>'],
    ['is no number', { 'f-port': 'many' }, 'Port'],
    ['is no finite number', { 'f-port': '1e999' }, 'Port'],
  ])('that %s: nothing is stored or tried, and the page names it', (_, entered, about) => {
    serve(board, function* () {
      yield* submit(board, { ...network, ...entered })
      expect(yield* status(board)).toMatchObject({ state: 'field', about })
      expect(board.world.radio.attempts).toEqual([])
    })
    expect(settings()).toEqual({})
  })

  it('a pattern with exponential matching time is neither shown nor tried', () => {
    const slow = { name: 'slow', pattern: '(a+)+b' }
    board.write('/portal.json', JSON.stringify({ fields: [slow, fields[0]] }))
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      expect(page.body).toContain('<input name="f-slow" type="text" value="">')
      expect(page.body).toContain('pattern="[a-z.]+"')
      yield* submit(board, { ...network, 'f-slow': 'a'.repeat(70), 'f-server': 'a' })
    })
    expect(settings()).toEqual({ slow: 'a'.repeat(70), server: 'a' })
  })

  it('a number has no pattern, as in browsers', () => {
    board.write(
      '/portal.json',
      JSON.stringify({ fields: [{ name: 'n', type: 'number', pattern: 'x' }] }),
    )
    serve(board, function* () {
      yield* submit(board, { ...network, 'f-n': '5' })
    })
    expect(settings()).toEqual({ n: 5 })
  })

  it('may be given as an argument, and allow a longer form', () => {
    const text = 'x'.repeat(300)
    board.write('/portal.json', '{}')
    serve(
      board,
      function* () {
        yield* submit(board, { ...network, 'f-note': text, 'f-more': text })
      },
      "fields=[{'name': 'note'}, {'name': 'more'}]",
    )
    expect(settings()).toEqual({ note: text, more: text })
  })

  it.each([undefined, '', '{', '[]'])(
    'read as an empty dictionary while the file is %j',
    (content) => {
      if (content !== undefined) board.write('/settings.json', content)
      expect(settings()).toEqual({})
    },
  )
})
