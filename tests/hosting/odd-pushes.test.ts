/**
 * A push never vanishes behind 202, whatever its payload says besides the branch and the commit: what no
 * command line and no environment can hold is still a push.
 */
import { describe, expect, it } from 'vitest'
import { pushPayload, type Push } from './support/github'
import { missingPrograms } from './support/programs'
import { tinySettings, tinySite } from './support/tiny-site'
import { server, useServer } from './support/use-server'
import { useSite } from './support/use-site'

type Payload = Record<string, unknown>

/** A payload as GitHub's, changed. */
const changed = (push: Push, change: (payload: Payload) => Payload) =>
  JSON.stringify(change(JSON.parse(pushPayload(push)) as Payload))
const withMessage = (message: string) => (push: Push) => pushPayload({ ...push, message })

/** Bytes that are no UTF-8, in place of a word of the message. */
function withBadBytes(push: Push): Buffer {
  const [start = '', end = ''] = pushPayload({ ...push, message: 'BAD' }).split('BAD')
  return Buffer.concat([Buffer.from(start), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from(end)])
}

const manyCommits = (payload: Payload) => ({
  ...payload,
  commits: Array.from({ length: 2000 }, (_, at) => ({ id: at, message: 'x'.repeat(500) })),
})

const oddities: [string, (push: Push) => string | Buffer][] = [
  ['a message of 200 KB', withMessage('long '.repeat(40_000))],
  ['a message of 1.9 MB', withMessage('ä'.repeat(950_000))],
  ['a message with NUL', withMessage('before\0after')],
  ['a message of NUL alone', withMessage('\0')],
  ['a message of many lines', withMessage('line\r\n'.repeat(5000))],
  ['a message that is no valid Unicode', withMessage('\ud800 alone')],
  ['bytes that are no UTF-8', withBadBytes],
  ['a pusher of 40 KB with NUL', (push) => pushPayload({ ...push, pusher: 'p\0'.repeat(20_000) })],
  ['2,000 commits', (push) => changed(push, manyCommits)],
  ['no message at all', (push) => changed(push, (payload) => ({ ...payload, head_commit: null }))],
  [
    'a message that is a list',
    (push) => changed(push, (payload) => ({ ...payload, head_commit: { message: [1, { a: 2 }] } })),
  ],
  ['no pusher', (push) => changed(push, ({ pusher: _, ...payload }) => payload)],
]

describe.skipIf(missingPrograms())('A push is never lost behind 202', () => {
  useServer(tinySettings)

  it.each(oddities)('with %s', async (what, payload) => {
    const commit = server.repository.push(tinySite(what))
    expect((await server.deliver(payload({ commit }))).status).toBe(202)
    await server.published(what)
    expect((await server.visitor.ask('/')).body).toContain(what)
  })

  it('says 200 and does nothing for a branch whose name is very long', async () => {
    const commit = '0123456789'.repeat(4)
    const answer = await server.deliverPush({ commit, branch: `main${'/x'.repeat(100_000)}` })
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('nothing to do') })
  })
})

describe.skipIf(missingPrograms())('redeploy', () => {
  it('notifies the owner of a push that names no commit', async () => {
    const site = await useSite()
    await site.deploy('one')
    expect(await site.hook('f'.repeat(100_000))).toMatchObject({
      ...{ status: 1, output: expect.stringContaining('not a commit id') },
    })
    await site.telegram.message('names no commit')
    expect(site.page).toBe('<p>one</p>\n')
  })
})
