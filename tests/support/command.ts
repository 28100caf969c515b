/** Runs a program to its end and hands back everything it said. */
import { spawn } from 'node:child_process'

export interface Finished {
  stdout: string
  stderr: string
  /** Exit code. */
  code: number | null
}

export function run(program: string, args: string[], input = ''): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args)
    const finished: Finished = { stdout: '', stderr: '', code: null }
    child.stdout.on('data', (chunk: Buffer) => (finished.stdout += chunk.toString('latin1')))
    child.stderr.on('data', (chunk: Buffer) => (finished.stderr += chunk.toString('latin1')))
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...finished, code }))
    child.stdin.on('error', () => undefined) // it need not read to the end
    child.stdin.end(input)
  })
}
