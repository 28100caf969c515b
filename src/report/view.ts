/** One reading of a text; how they are made: views.ts. */
export interface View {
  text: string
  /** Of each character: where its source begins and ends in the original. */
  from: number[]
  to: number[]
}
