/** The name server of a home router: one question in, one answer out (RFC 1035). */

const typeA = 1
const typeAny = 255
const noError = 0
const formatError = 1
const nameError = 3
const headerBytes = 12

interface Question {
  name: string
  type: number
  /** Where it ends in the message. */
  end: number
}

/** Undefined for what is no question of one name. */
function questionOf(query: Uint8Array): Question | undefined {
  const labels: string[] = []
  let at = headerBytes
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    if (size > 63 || at + size + 5 > query.length) return undefined
    labels.push(String.fromCharCode(...query.subarray(at + 1, at + 1 + size)))
    at += 1 + size
  }
  if (at + 5 > query.length || labels.length === 0) return undefined
  const type = ((query[at + 1] ?? 0) << 8) | (query[at + 2] ?? 0)
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 }
}

/**
 * @param lookUp  the IPv4 address of a name, undefined if there is no such name
 * @returns undefined for what is answered by silence: answers, and what is shorter than a header
 */
export function answerDns(
  query: Uint8Array,
  lookUp: (name: string) => string | undefined,
): Uint8Array | undefined {
  const isAnswer = ((query[2] ?? 0) & 0x80) !== 0
  if (query.length < headerBytes || isAnswer) return undefined
  const isOne = query[4] === 0 && query[5] === 1
  const question = isOne ? questionOf(query) : undefined
  const address = question && lookUp(question.name)
  const code = !question ? formatError : address ? noError : nameError
  const wanted = question?.type === typeA || question?.type === typeAny
  const record = address && wanted ? [...aRecord, ...address.split('.').map(Number)] : []
  const flags = [0x80 | ((query[2] ?? 0) & 0x79), 0x80 | code]
  const counts = [0, question ? 1 : 0, 0, record.length ? 1 : 0, 0, 0, 0, 0]
  const asked = question ? query.subarray(headerBytes, question.end) : []
  return Uint8Array.from([query[0] ?? 0, query[1] ?? 0, ...flags, ...counts, ...asked, ...record])
}

/** Pointer to the name, type A, class IN, 60 s, four bytes. */
const aRecord = [0xc0, headerBytes, 0, typeA, 0, 1, 0, 0, 0, 60, 0, 4]
