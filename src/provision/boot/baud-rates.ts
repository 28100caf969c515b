/** At which rates a board speaks while it boots and runs, in baud. */

/** MicroPython's UART 0. */
export const consoleBaudRate = 115_200

/**
 * The boot ROM's log: 115,200 × 26 / 40, because the ROM expects a crystal of 40 MHz and the usual one
 * has 26. With one of 40 MHz it is at 115,200.
 * https://docs.espressif.com/projects/esptool/en/latest/esp8266/advanced-topics/boot-mode-selection.html
 */
export const bootRomLogBaudRate = 74_880
