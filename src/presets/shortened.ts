/** `text` up to `mostUnits` UTF-16 code units, by what people take for one character: half of one would be no text. */
export function shortened(text: string, mostUnits: number): string {
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length > mostUnits) break
    kept += segment
  }
  return kept
}
