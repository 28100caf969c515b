/** Where in a line of text a traceback names a place in a file. Format: `mp_obj_print_exception`. Pure. */

export interface TracebackPlace {
  /** As Python names it: "main.py", "/lib/x.py". */
  file: string
  /** 1-based. */
  line: number
}

interface FoundPlace extends TracebackPlace {
  /** In the text, up to but without `to`. */
  from: number
  to: number
}

const place = /File "([^"\r\n]{1,255})", line (\d{1,9})/g

/** Code that was typed ("<stdin>") has no file to open. */
export function tracebackPlaces(text: string): FoundPlace[] {
  return [...text.matchAll(place)]
    .map(({ 0: whole, 1: file = '', 2: digits, index }) => ({
      file,
      line: Number(digits),
      from: index,
      to: index + whole.length,
    }))
    .filter(({ file, line }) => !/^<.*>$/.test(file) && line > 0)
}
