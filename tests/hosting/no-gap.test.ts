/** Atomic deploys: a request at any moment gets a complete site, old or new. */
import { describe, expect, it } from 'vitest'
import { missingPrograms } from './support/programs'
import { isWhole, partOf, tinySettings, tinySite } from './support/tiny-site'
import { server, useServer } from './support/use-server'

const deploys = 20

describe.skipIf(missingPrograms())('A client that requests the page every 5 ms', () => {
  useServer(tinySettings)

  const publish = async (words: string) => {
    server.repository.push(tinySite(words))
    await server.run('redeploy')
  }

  /** The page and, right after it, its part. What is wrong, or nothing. */
  async function visit(pages: Set<string>): Promise<string | undefined> {
    const page = await server.visitor.ask('/')
    const name = partOf(page.body)
    if (page.status !== 200 || !name) return `the page: ${page.status} ${page.body}`
    pages.add(name)
    const part = await server.visitor.ask(`/${name}`)
    if (part.status !== 200) return `${name}: ${part.status}`
    return isWhole(name, part.body) ? undefined : `${name} is not whole`
  }

  it(`through ${deploys} deploys sees only 200s and never a page whose assets are missing`, async () => {
    await publish('deploy 0')
    const pages = new Set<string>()
    const visits: Promise<string | undefined>[] = []
    let underWay = 0
    const look = () => {
      underWay++
      const seen = visit(pages).catch((error: unknown) => String(error))
      visits.push(seen.finally(() => underWay--))
    }
    // On a busy machine visits must not pile up: each asks for the part right after the page.
    const client = setInterval(() => (underWay < 8 ? look() : undefined), 5)
    for (let number = 1; number <= deploys; number++) await publish(`deploy ${number}`)
    clearInterval(client)
    look()
    const problems = (await Promise.all(visits)).filter((problem) => problem !== undefined)
    expect(problems).toEqual([])
    expect(pages.size).toBe(deploys + 1)
    expect(visits.length).toBeGreaterThan(deploys * 5)
  }, 120_000)
})
