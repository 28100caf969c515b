/**
 * What is dragged over the file manager: files of the computer go to the board, rows of the tree into another folder.
 * Whatever is dropped elsewhere on the page is firmware, and in the editor it would be text: these events go no
 * further.
 */
import type { BoardFiles } from '../../state/board-files.svelte'
import { moveInto } from '../../state/files/change'
import { entryAt } from '../../state/files/desk'
import { topmost } from '../../micropython/board-path'
import { folderOf } from '../../state/files/paths'
import { upload } from '../../state/files/upload'
import { droppedFiles } from '../install/dropped-files'

/** Rows of this very tree: their paths are in `dragged`, and not in what other pages could read. */
const rowsType = 'application/x-board-files'

export class DropTarget {
  /** The folder that would take it, "" for the root; undefined: nothing is held over it. */
  over = $state<string>()
  #dragged: readonly string[] = []

  constructor(private readonly files: BoardFiles) {}

  /** @param paths of the rows that are moved */
  start(event: DragEvent, paths: readonly string[]): void {
    this.#dragged = topmost(paths)
    event.dataTransfer?.setData(rowsType, '')
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
  }

  readonly dragOver = (event: DragEvent): void => {
    if (!this.#takes(event)) return
    this.over = this.#folderUnder(event)
    if (event.dataTransfer) event.dataTransfer.dropEffect = isOfRows(event) ? 'move' : 'copy'
  }

  readonly leave = (event: DragEvent): void => {
    const { currentTarget: area, relatedTarget: next } = event
    if (area instanceof Node && next instanceof Node && area.contains(next)) return
    this.over = undefined
  }

  readonly drop = async (event: DragEvent): Promise<void> => {
    if (!this.#takes(event)) return
    const folder = this.#folderUnder(event)
    this.over = undefined
    const { files } = this
    if (!files.isOpen || files.work.job || !event.dataTransfer) return
    if (isOfRows(event)) return moveInto(files, this.#dragged, folder || '/')
    await upload(files, await droppedFiles(event.dataTransfer), folder, {
      compiled: files.compiles,
    })
  }

  #takes(event: DragEvent): boolean {
    if (!isOfRows(event) && !event.dataTransfer?.types.includes('Files')) return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  #folderUnder({ target }: DragEvent): string {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-path]') : null
    const path = row?.dataset.path
    if (!path) return ''
    return entryAt(this.files, path)?.kind === 'directory' ? path : folderOf(path)
  }
}

const isOfRows = (event: DragEvent) => event.dataTransfer?.types.includes(rowsType) ?? false
