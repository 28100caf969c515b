/** `value` in lower-case hexadecimal, with leading zeros. */
export const hex = (value: number, digits = 2): string => value.toString(16).padStart(digits, '0')
