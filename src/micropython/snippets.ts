/**
 * The Python that runs on the board for files.ts. Compact, because source, parse tree and result
 * share 36 KB of heap with whatever was there before; only what the ESP8266 port has. What an upload
 * leaves on the board between two execs is called `_pf_…`, until `forget`.
 */
import { temporaryPath } from './board-path'
import { stringLiteral } from './python-literal'

const temporary = stringLiteral(temporaryPath)

/** `body` with names of its own. */
const inFunction = (body: string) => `def _pf():${body.replaceAll('\n', '\n ')}\n_pf()\ndel _pf\n`

const tupleOf = (paths: readonly string[]) =>
  `(${paths.map((path) => `${stringLiteral(path)},`).join('')})`

/**
 * Defines, until `forget`: `_pf_s(path)`, SHA-256 of a file; `_pf_b(bytes)` begins the temporary file,
 * after closing one that an attempt with larger pieces has left open; `_pf_w(bytes)` goes on;
 * `_pf_e(path, sha256)` closes it, reads it back from flash, and if it is right renames it, prints 1.
 */
export const prepareUpload = `
import gc,os,hashlib
gc.collect()
def _pf_s(p):
 h=hashlib.sha256()
 m=memoryview(bytearray(256))
 with open(p,'rb') as f:
  while 1:
   n=f.readinto(m)
   if not n:return h.digest()
   h.update(m[:n])
def _pf_b(b):
 global _pf_f,_pf_w
 try:_pf_f.close()
 except:0
 _pf_f=open(${temporary},'wb')
 _pf_w=_pf_f.write
 _pf_w(b)
def _pf_e(p,d):
 _pf_f.close()
 if _pf_s(${temporary})==d:
  os.rename(${temporary},p)
  print(1)
`

/** Takes back `prepareUpload`, and removes the unfinished file, if there is one. */
export const forget = `
try:_pf_f.close()
except:0
try:os.remove(${temporary})
except:0
for _pf in 'sbwef':globals().pop('_pf_'+_pf,0)
gc.collect()
`

/** Prints one line for each path: SHA-256 in hex, or "-" if there is no such file. */
export const printSums = (paths: readonly string[]) =>
  inFunction(`
import binascii
for p in ${tupleOf(paths)}:
 try:print(binascii.hexlify(_pf_s(p)).decode())
 except OSError:print('-')`)

/** Makes each directory that does not exist yet; parents must come first. */
export const makeDirectories = (paths: readonly string[]) =>
  inFunction(`
import os
for p in ${tupleOf(paths)}:
 try:os.mkdir(p)
 except OSError:
  if not os.stat(p)[0]&16384:raise`)

/** Prints one line for each entry below `path`: D or F, size in bytes, hex of the whole path. */
export const listTree = (path: string) =>
  inFunction(`
import os,binascii
q=[${stringLiteral(path)}]
while q:
 d=q.pop()
 for e in os.ilistdir(d or '/'):
  p=d+'/'+e[0]
  k=e[1]&16384
  if k:q.append(p)
  print('D'if k else'F',0 if k else e[3]if len(e)>3 else os.stat(p)[6],binascii.hexlify(p.encode()).decode())`)

/**
 * Prints free and all bytes of the filesystem, free bytes of the heap and the year in which this clock
 * begins; then for each directory its path, and for each file in it size, time and name. `ilistdir` knows
 * no times.
 */
export const listAll = inFunction(`
import os,gc,time,binascii
h=lambda n:binascii.hexlify(n.encode()).decode()
gc.collect()
v=os.statvfs('/')
print(v[0]*v[3],v[0]*v[2],gc.mem_free(),time.gmtime(0)[0])
q=['']
while q:
 d=q.pop()
 print(h(d))
 for e in os.ilistdir(d or '/'):
  p=d+'/'+e[0]
  if e[1]&16384:q.append(p)
  else:
   s=os.stat(p)
   print(s[6],s[8],h(e[0]))`)

/** Prints bytes of a block and free blocks; then for each path D, or the size of a file, or "-". */
export const printRoom = (paths: readonly string[]) =>
  inFunction(`
import os
v=os.statvfs('/')
print(v[0],v[3])
for p in ${tupleOf(paths)}:
 try:
  s=os.stat(p)
  print('D'if s[0]&16384 else s[6])
 except OSError:print('-')`)

/** Ends with ENOENT where one of them is missing. */
export const expectAll = (paths: readonly string[]) =>
  inFunction(`
import os
for p in ${tupleOf(paths)}:os.stat(p)`)

/**
 * Gives `from` a new name, if nothing has it, and it would not move into itself: LittleFS would do that, and
 * nothing in there could ever be reached again. Else prints 1. Makes the directories above the new name.
 */
export const renameTo = (from: string, to: string) =>
  inFunction(`
import os
a,b=${stringLiteral(from)},${stringLiteral(to)}
os.stat(a)
try:
 if not b.startswith(a+'/'):os.stat(b)
 print(1)
except OSError:
 p=''
 for n in b.split('/')[1:-1]:
  p+='/'+n
  try:os.mkdir(p)
  except OSError:
   if not os.stat(p)[0]&16384:raise
 os.rename(a,b)`)

/** Prints the size of a file in bytes. */
export const printSize = (path: string) =>
  inFunction(`
import os
print(os.stat(${stringLiteral(path)})[6])`)

/** Prints "sha256 " and the SHA-256 of a file in hexadecimal digits. */
export const printDigest = (path: string) =>
  inFunction(`
import hashlib,binascii
h=hashlib.sha256()
with open(${stringLiteral(path)},'rb') as f:
 while 1:
  b=f.read(512)
  if not b:break
  h.update(b)
print('sha256',binascii.hexlify(h.digest()).decode())`)

/** Prints a file in base64 lines, then "=" and its SHA-256. */
export const printFile = (path: string) =>
  inFunction(`
import hashlib,binascii
h=hashlib.sha256()
with open(${stringLiteral(path)},'rb') as f:
 while 1:
  d=f.read(384)
  if not d:break
  h.update(d)
  print(binascii.b2a_base64(d).decode(),end='')
print('='+binascii.hexlify(h.digest()).decode())`)

/** Removes files and empty directories; with `recursive`, all that is below them. */
export const removeTrees = (paths: readonly string[], recursive: boolean) =>
  inFunction(`
import os
def r(p):
 if os.stat(p)[0]&16384:
  ${recursive ? "for e in list(os.ilistdir(p)):r(p+'/'+e[0])" : 'pass'}
  os.rmdir(p)
 else:os.remove(p)
for p in ${tupleOf(paths)}:r(p)`)

/** Gives each file its new name, in this order; what stood there before is gone at that moment. */
export const renameAll = (pairs: readonly (readonly [from: string, to: string])[]) =>
  inFunction(`
import os
for a,b in (${pairs.map(([from, to]) => `(${stringLiteral(from)},${stringLiteral(to)}),`).join('')}):os.rename(a,b)`)
