import { beforeAll, describe, expect, it } from 'vitest'
import { mutate, runBatch, seed, seeded, type Outcome } from './batch'
import { startBoard, type Board } from './board'

let board: Board
beforeAll(async () => {
  board = await startBoard()
})

const ask = (queries: Uint8Array[]): Outcome[] =>
  runBatch(
    board,
    'from captive_portal.dns import answer',
    'answer(data, b"\\xc0\\xa8\\x04\\x01")',
    queries,
  )

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'))
const toHex = (bytes: Outcome | undefined) =>
  bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : bytes

/** RFC 1035 4.1: header and one question, written out by hand. */
const question = (name: string, type = '0001', kind = '0001') => `${name} ${type} ${kind}`
const header = (flags: string, counts = '0001 0000 0000 0000') => `abcd ${flags} ${counts}`
const exampleCom = '07 6578616d706c65 03 636f6d 00'
const opt = '00 0029 04d0 0000 0000 0000' // RFC 6891 6.1.2: an empty OPT record
const one = (text: string) => toHex(ask([hex(text)])[0])
const address = 'c00c 0001 0001 00000005 0004 c0a80401'
const joined = (text: string) => text.replace(/\s/g, '')

describe('the DNS answer', () => {
  it('to an A question is one A record with our address, seconds to live', () => {
    const query = `${header('0100')} ${question(exampleCom)}`
    expect(one(query)).toBe(
      joined(`${header('8180', '0001 0001 0000 0000')} ${question(exampleCom)} ${address}`),
    )
  })

  it('to an ANY question is the same record', () => {
    expect(one(`${header('0000')} ${question(exampleCom, '00ff')}`)).toBe(
      joined(`${header('8080', '0001 0001 0000 0000')} ${question(exampleCom, '00ff')} ${address}`),
    )
  })

  it.each([
    ['AAAA', '001c'],
    ['HTTPS', '0041'],
    ['TXT', '0010'],
    ['PTR', '000c'],
  ])('to %s is "no such record", so that the phone goes on with A', (_, type) => {
    expect(one(`${header('0100')} ${question(exampleCom, type)}`)).toBe(
      joined(`${header('8180', '0001 0000 0000 0000')} ${question(exampleCom, type)}`),
    )
  })

  it('to class CHAOS has no record', () => {
    expect(one(`${header('0100')} ${question(exampleCom, '0001', '0003')}`)).toBe(
      joined(`${header('8180')} ${question(exampleCom, '0001', '0003')}`),
    )
  })

  it('leaves the EDNS record out: only header and question are copied', () => {
    expect(one(`${header('0120', '0001 0000 0000 0001')} ${question(exampleCom)} ${opt}`)).toBe(
      joined(`${header('8180', '0001 0001 0000 0000')} ${question(exampleCom)} ${address}`),
    )
  })

  it('to the root name (17 bytes, the shortest there is) is a record', () => {
    expect(one(`${header('0100')} 00 0001 0001`)).toBe(
      joined(`${header('8180', '0001 0001 0000 0000')} 00 0001 0001 ${address}`),
    )
  })

  it('is left out for a response, which could start a loop', () => {
    expect(one(`${header('8180')} ${question(exampleCom)}`)).toBeNull()
  })

  it.each(['', 'abcd', 'abcd 0100 0001 0000 0000 0000', 'abcd 0100 0001 0000 0000 0000 00 0001'])(
    'is silence for "%s": fewer than 17 bytes',
    (query) => expect(one(query)).toBeNull(),
  )

  it.each([
    ['inverse query', '0900', '8984'],
    ['status', '1000', '9084'],
    ['update', '2800', 'a884'],
  ])('to opcode %s is NOTIMP', (_, flags, answered) => {
    expect(one(`${header(flags)} ${question(exampleCom)}`)).toBe(
      joined(header(answered, '0000 0000 0000 0000')),
    )
  })

  it.each([
    ['no question', header('0100', '0000 0000 0000 0000') + question(exampleCom)],
    ['two questions', header('0100', '0002 0000 0000 0000') + question(exampleCom).repeat(2)],
    ['a compressed name', `${header('0100')} c00c 0001 0001 0000`],
    ['a label of 64 bytes', `${header('0100')} 40 ${'61'.repeat(64)} 00 0001 0001`],
    ['a name without end', `${header('0100')} 07 6578616d706c65`],
    ['no class', `${header('0100')} ${exampleCom} 0001`],
    [
      'a name of 256 bytes',
      `${header('0100')} ${`3f ${'61'.repeat(63)}`.repeat(3)} 3e ${'61'.repeat(62)} 00 0001 0001`,
    ],
  ])('to %s is FORMERR', (_, query) => {
    expect(one(query)).toBe(joined(header('8181', '0000 0000 0000 0000')))
  })

  it('to a name of 255 bytes, the longest there is, fits into 512 bytes', () => {
    const name = `${`3f ${'61'.repeat(63)}`.repeat(3)} 3d ${'61'.repeat(61)} 00`
    const [answer] = ask([hex(`${header('0100')} ${name} 0001 0001`)])
    expect((answer as Uint8Array).length).toBe(12 + 255 + 4 + 16)
  })

  it('follows the rules at every one of the 41 lengths of a real query', () => {
    const query = hex(`${header('0120', '0001 0000 0000 0001')} ${question(exampleCom)} ${opt}`)
    const cut = Array.from({ length: query.length + 1 }, (_, length) => query.slice(0, length))
    expect(cut).toHaveLength(41)
    expect(ask(cut).map(toHex)).toEqual(cut.map((data) => toHex(expected(data))))
  })

  it('follows the rules for 10,000 random and mutated datagrams', () => {
    const random = seeded(seed)
    const real = [
      hex(`${header('0100')} ${question(exampleCom)}`),
      hex(`${header('0120', '0001 0000 0000 0001')} ${question(exampleCom, '001c')} ${opt}`),
      hex(`${header('0100')} 03 777777 06 676f6f676c65 03 636f6d 00 0041 0001`),
    ]
    const queries = Array.from({ length: 10_000 }, (_, i) =>
      i % 4 ? mutate(random.pick(real), random) : random.bytes(random.below(64)),
    )
    const answers = ask(queries)
    queries.forEach((query, i) => {
      expect(toHex(answers[i]), `SEED=${seed} query ${toHex(query)}`).toBe(toHex(expected(query)))
    })
  })
})

/** The rules once more, independently. */
function expected(query: Uint8Array): Uint8Array | null {
  const view = new DataView(query.buffer, query.byteOffset, query.byteLength)
  if (query.length < 17 || view.getUint8(2) >= 0x80) return null
  const flags = view.getUint16(2)
  const reply = (code: number) => 0x8080 | (flags & 0x7900) | code
  const failure = (code: number) =>
    Uint8Array.from([query[0]!, query[1]!, reply(code) >> 8, 0x80 | code, 0, 0, 0, 0, 0, 0, 0, 0])
  if (flags & 0x7800) return failure(4)
  const end = endOfName(query)
  if (view.getUint16(4) !== 1 || end === undefined || end + 4 > query.length) return failure(1)
  const type = view.getUint16(end)
  const hasRecord = view.getUint16(end + 2) === 1 && (type === 1 || type === 255)
  return Uint8Array.from([
    ...query.slice(0, 2),
    ...[reply(0) >> 8, reply(0) & 255, 0, 1, 0, hasRecord ? 1 : 0, 0, 0, 0, 0],
    ...query.slice(12, end + 4),
    ...(hasRecord ? hex(address) : []),
  ])
}

/** RFC 1035 2.3.4 and 4.1.2: labels of at most 63 bytes, 255 in all, closed by a zero. */
function endOfName(query: Uint8Array): number | undefined {
  let at = 12
  for (;;) {
    const size = query[at]
    if (size === undefined || size > 63) return undefined
    at += size + 1
    if (at - 12 > 255) return undefined
    if (size === 0) return at
  }
}
