/** What has become of an action, to be said in words; kept as facts, because the language may change. */

export interface Refused {
  path: string
  why: 'secret' | 'folder-there' | 'file-above' | 'unreadable' | 'too-many' | 'not-compiled'
  /** In words of who knows more. */
  detail?: string
}

export type Notice =
  | { is: 'saved'; path: string; compiled?: string }
  | { is: 'uploaded'; count: number; refused: readonly Refused[] }
  | { is: 'no-room'; neededBytes: number; freeBytes: number }
  | { is: 'downloaded'; name: string }
  /** The last step was taken back. */
  | { is: 'undone' }
  /** Left out of a download, because they hold secrets. */
  | { is: 'left-out'; paths: readonly string[] }
  /** Holds a secret, and cannot be given another name or place. */
  | { is: 'stays-secret'; path: string }
  | { is: 'in-the-way'; path: string }
  /** The files were opened anew, and not known to be of the same board. */
  | { is: 'another-board' }
  | { is: 'app-kept'; title: string }
  | { is: 'no-app'; reason: string }
  | { is: 'mpy-unfit'; format: number | undefined }
  | { is: 'not-found'; file: string; line: number }
