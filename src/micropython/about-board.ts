/**
 * What a board in its raw REPL says about itself: which Python, which compiled files it loads, how much
 * room its filesystem has. `_mpy`: https://docs.micropython.org/en/latest/reference/mpyfiles.html
 */
import { DeviceError } from '../errors'
import type { FileOptions } from './file-tree'
import type { Repl } from './repl'

export interface AboutBoard {
  /** "micropython", "circuitpython" */
  implementation: string
  /** "esp8266" */
  platform: string
  /** "v1.27.0" */
  version: string
  /** Format of the .mpy files that it loads; 0 if it does not say. */
  mpyFormat: number
  /** 0 without a filesystem. */
  blockBytes: number
  freeBlocks: number
}

/** Older versions call it `mpy`; without a filesystem `statvfs` raises. */
const question = `
def _pf():
 import sys,os
 i=sys.implementation
 try:v=os.statvfs('/')
 except OSError:v=(0,)*4
 m=getattr(i,'_mpy',getattr(i,'mpy',0))
 print(i[0],sys.platform,'.'.join(str(n)for n in i[1][:3]),m&255,v[1],v[3])
_pf()
del _pf
`

const answer = /^(\S+) (\S+) (\d+(?:\.\d+)*) (\d{1,3}) (\d{1,9}) (\d{1,9})$/

/** @throws DeviceError `repl-protocol` if the answer is none; else as `Repl.exec` */
export async function aboutBoard(repl: Repl, { signal }: FileOptions = {}): Promise<AboutBoard> {
  const match = answer.exec((await repl.exec(question, { signal })).trim())
  if (!match) throw new DeviceError('repl-protocol', 'The board did not say what it is.')
  const [, implementation = '', platform = '', version = '', mpy, blockBytes, free] = match
  return {
    implementation,
    platform,
    version: `v${version}`,
    mpyFormat: Number(mpy),
    blockBytes: Number(blockBytes),
    freeBlocks: Number(free),
  }
}
