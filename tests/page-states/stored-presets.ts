/** Presets that lie in the browser's storage before the page is there. */
import { expect, type Page } from '@playwright/test'

const preset = (index: number) => ({
  version: 1,
  id: `stored-${index}`,
  name: `Workshop lamp ${index + 1}`,
  board: index % 3 === 0 ? 'nodemcu' : 'd1-mini',
  firmware: { source: 'catalogue', variant: 'auto', version: 'latest' },
  flash: { mode: 'keep', baudRate: 460800, eraseAll: false },
  portal: {
    accessPointName: `Lamp ${index + 1}`,
    accessPointAddress: '192.168.4.1',
    hostname: '',
    fields: [],
  },
})

export const manyPresets = (count: number) => ({
  version: 1,
  presets: Array.from({ length: count }, (_, index) => preset(index)),
})

/** Into the open page's storage, which has been made by then; then the page again. */
export async function storePresets(page: Page, list: unknown): Promise<void> {
  await expect(page.getByRole('button', { name: 'Try without a board' })).toBeEnabled()
  await page.evaluate(
    (list) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('portal-flasher')
        request.onerror = () => reject(new Error('no database'))
        request.onsuccess = () => {
          const transaction = request.result.transaction('kept', 'readwrite')
          transaction.objectStore('kept').put(list, 'presets')
          transaction.oncomplete = () => {
            request.result.close()
            resolve()
          }
        }
      }),
    list,
  )
  await page.reload()
}
