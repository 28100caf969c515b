/** Runs the project's own programs (npx) and shows what they print. */
import { spawn } from 'node:child_process'

const shown = (command: string) => `\n▶ ${command}`
const took = (command: string, startMs: number) =>
  `■ ${command.split(' --')[0]}: ${((performance.now() - startMs) / 1000).toFixed(0)} s`
const npx = (command: string) => `npx --no-install ${command}`

/** True if it ended well. Its output is shown as it comes; `more` are arguments too many to be shown. */
export function run(
  command: string,
  env: Record<string, string> = {},
  more: string[] = [],
): Promise<boolean> {
  console.log(shown(command))
  const options = { shell: true, stdio: 'inherit', env: { ...process.env, ...env } } as const
  const startMs = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(npx([command, ...more].join(' ')), options)
    child.on('error', reject)
    child.on('close', (code) => {
      console.log(took(command, startMs))
      resolve(code === 0)
    })
  })
}

/** The same, beside another: its output is shown when it has ended, so that the two are not mixed. */
export async function runBeside(command: string, env: Record<string, string>): Promise<boolean> {
  const startMs = performance.now()
  const { ok, output } = await collect(command, env)
  console.log(`${shown(command)}\n${output}${took(command, startMs)}`)
  return ok
}

/** The same of several, two at a time: one uses one core. The output of each is shown when it has ended. */
export async function runSideBySide(
  commands: readonly string[],
  onEnd: (command: string, ok: boolean) => void,
): Promise<void> {
  const waiting = [...commands]
  const lane = async () => {
    for (let command = waiting.shift(); command; command = waiting.shift()) {
      onEnd(command, await runBeside(command, {}))
    }
  }
  await Promise.all([lane(), lane()])
}

function collect(
  command: string,
  env: Record<string, string>,
): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(npx(command), {
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}
