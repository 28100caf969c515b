/**
 * How the boot ROM's first words look where somebody listens at 115,200 baud: they come at 74,880, so
 * each of their bits is read one and a half times. " ets Jan" always arrives as "rl", NUL, "l" or, at
 * a clock that is a little off, "r$", NUL, "d". Firefox leaves out bytes without a right stop bit: there it is
 * NUL, "l", "|", NUL. No text contains a NUL.
 */
export const bootNoise = /r[l$]\0[ld]|\0l\|\0/
