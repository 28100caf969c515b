/** Addresses of others that the footer leads to; drivers have their own list (help/drivers.ts). */
export const links = {
  micropython: 'https://micropython.org/download/ESP8266_GENERIC/',
  reference: 'https://docs.micropython.org/en/latest/esp8266/quickref.html',
} as const
