/** Which of the console's tools are open. One panel at a time; search stands beside any of them. */
export type ToolPanel = 'plot' | 'boots' | 'typed'

export interface OpenTools {
  /** The row of tools that are needed less often. */
  more: boolean
  search: boolean
  /** Each line begins with its time. */
  stamps: boolean
  panel: ToolPanel | undefined
}
