/** Whether the view of many boards is open: asked for from several places, shown by one (shell/FooterBody.svelte). */
class ManyBoardsView {
  isOpen = $state(false)
  /** Boards in work while the view may be closed. */
  working = $state(0)

  open = (): void => {
    this.isOpen = true
  }

  close = (): void => {
    this.isOpen = false
  }
}

export const manyBoards = new ManyBoardsView()
