/** In every test process: all properties begin with the seed of the run, if it has one. */
import { usesRandom } from './uses-random'
import { expect } from 'vitest'

const seed = Number(process.env.FC_SEED)
const file = expect.getState().testPath
if (process.env.FC_SEED && file && usesRandom(file)) {
  const { configureGlobal, readConfigureGlobal } = await import('fast-check')
  configureGlobal({ ...readConfigureGlobal(), seed })
}
