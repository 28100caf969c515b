/** Files in and out of the browser, without a server. */

/** Offers `text` as a download. */
export const downloadText = (name: string, text: string, type = 'application/json'): void =>
  download(name, new Blob([text], { type }))

export const downloadBytes = (name: string, bytes: Uint8Array<ArrayBuffer>): void =>
  download(name, new Blob([bytes], { type: 'application/octet-stream' }))

function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has its own hold on the blob by then; Safari needs a moment.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** Of an `<input>`, as its `onchange` gets it. */
export type ChangeEvent = Event & { currentTarget: HTMLInputElement }

/** The first file of an input, which is emptied so that the same file can be chosen again. */
export function takeFile(event: ChangeEvent): File | undefined {
  const [file] = event.currentTarget.files ?? []
  event.currentTarget.value = ''
  return file
}
