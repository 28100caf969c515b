/** Which picture stands for which kind of board. */
import type { Board } from '../../presets/schema'

export type PicturedBoard = Exclude<Board, 'other'>

/** Other boards, and those of which nothing is known, mostly look and work like a NodeMCU. */
export const pictured = (board: Board | undefined): PicturedBoard =>
  board === undefined || board === 'other' ? 'nodemcu' : board
