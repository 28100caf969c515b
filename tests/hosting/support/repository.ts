/** A bare repository that the server publishes from, and a clone of it in which somebody works. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Nobody's own git settings take part. */
const env = {
  ...process.env,
  ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  ...{ GIT_AUTHOR_NAME: 'Ann', GIT_AUTHOR_EMAIL: 'ann@example.org' },
  ...{ GIT_COMMITTER_NAME: 'Ann', GIT_COMMITTER_EMAIL: 'ann@example.org' },
}

export class Repository {
  readonly bare: string
  readonly #work: string

  constructor(
    folder: string,
    private readonly branch = 'main',
  ) {
    this.bare = join(folder, 'repository.git')
    this.#work = join(folder, 'clone')
    this.#git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', this.bare)
    this.#git(folder, 'init', '--quiet', '--initial-branch=main', this.#work)
  }

  #git(folder: string, ...args: string[]) {
    return execFileSync('git', ['-C', folder, ...args], { env, encoding: 'utf8' }).trim()
  }

  /** Commits these files (path → content) and pushes; the commit's id. */
  push(files: Record<string, string>, message = 'A change'): string {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.#work, path)), { recursive: true })
      writeFileSync(join(this.#work, path), content)
    }
    this.#git(this.#work, 'add', '--all')
    this.#git(this.#work, 'commit', '--quiet', '--allow-empty', `--message=${message}`)
    this.#git(this.#work, 'push', '--quiet', this.bare, `HEAD:refs/heads/${this.branch}`)
    return this.#git(this.#work, 'rev-parse', 'HEAD')
  }
}
