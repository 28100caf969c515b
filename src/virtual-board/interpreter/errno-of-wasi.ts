/** Emscripten's error numbers (WASI) in those of the chip, for all that a filesystem answers. */
const chipErrnos: Record<number, number> = {
  2: 13, // EACCES
  6: 11, // EAGAIN
  8: 9, // EBADF
  10: 16, // EBUSY
  20: 17, // EEXIST
  22: 27, // EFBIG
  28: 22, // EINVAL
  29: 5, // EIO
  31: 21, // EISDIR
  32: 40, // ELOOP
  37: 36, // ENAMETOOLONG
  44: 2, // ENOENT
  48: 12, // ENOMEM
  51: 28, // ENOSPC
  54: 20, // ENOTDIR
  55: 39, // ENOTEMPTY
  63: 1, // EPERM
  69: 30, // EROFS
}

export function toChipErrno(wasiErrno: number): number {
  return chipErrnos[wasiErrno] ?? wasiErrno
}

/** What Emscripten imports: functions by their names. */
type Calls = Record<string, (...args: never[]) => unknown>

/** Gives Emscripten's system calls the chip's error numbers. */
export function answerAsChip(env: Calls): void {
  for (const [name, call] of Object.entries(env)) {
    if (name.startsWith('__syscall_')) {
      env[name] = (...args) => {
        const answer = Number(call(...args))
        return answer < 0 ? -toChipErrno(-answer) : answer
      }
    } else if (name.startsWith('fd_')) {
      env[name] = (...args) => toChipErrno(Number(call(...args)))
    }
  }
}
