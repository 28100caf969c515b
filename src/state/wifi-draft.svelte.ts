/**
 * The network that was typed for a board: in memory only, so that it survives an unplugged cable and is
 * gone with the page. In no preset, in no link, in no storage.
 */
export interface WifiFields {
  name: string
  password: string
}

export class WifiDraft implements WifiFields {
  name = $state('')
  password = $state('')

  /** As it is now, for a request. */
  get value(): WifiFields {
    return { name: this.name, password: this.password }
  }

  set({ name, password }: WifiFields): void {
    this.name = name
    this.password = password
  }

  clear(): void {
    this.set({ name: '', password: '' })
  }
}
