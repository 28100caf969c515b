/** What the bootloader tells about a board. Names and formats are esptool's. */
export interface BoardIdentity {
  /** "ESP8266EX", "ESP8285N08", … */
  chip: string
  /** Station MAC, "aa:bb:cc:dd:ee:ff" */
  mac: string
  /** Crystal in MHz: 26 or 40 */
  crystalMhz: number
  /** JEDEC manufacturer byte, e.g. 0xc8 GigaDevice */
  flashManufacturer: number
  /** JEDEC device id, two bytes, e.g. 0x4016 */
  flashDevice: number
  flashSizeBytes: number
  /** The chip does not tell its size; a person has chosen it. */
  flashSizeChosen?: true
}
