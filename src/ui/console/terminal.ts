/**
 * xterm.js on a link: bytes from the board to the screen, keys to the board. Loaded only when a
 * console opens. The board's output cannot do more than draw text.
 */
import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import m from '../../messages/compiled/console'
import type { SerialLink } from '../../serial/link'
import { ControlFilter } from './control-filter'
import { Feed } from './feed'
import { neutralise } from './sanitize-output'
import { Legibility } from './legibility'
import { QuietBoot } from './quiet-boot'
import { Typist } from './typist'

export interface Console {
  clear(): void
  /** Everything that is still in the scrollback. */
  text(): string
  focus(): void
  /** Shows what the board says to screen readers as well; costs time, so not unless asked for. */
  readAloud(on: boolean): void
  /** What a screen reader calls the place where keys go to the board. */
  name(name: string): void
  close(): void
}

const scrollbackLines = 5000

export function openConsole(
  element: HTMLElement,
  link: SerialLink,
  send: (bytes: Uint8Array) => Promise<void>,
  onGarbled: (garbled: boolean) => void = () => undefined,
): Console {
  const terminal = new Terminal({
    scrollback: scrollbackLines,
    fontFamily: token(element, '--mono'),
    fontSize: 13,
    lineHeight: 1.25,
    minimumContrastRatio: 4.5,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    logLevel: 'off',
    theme: themeOf(element),
  })
  neutralise(terminal.parser)
  terminal.attachCustomKeyEventHandler((event) => isForTerminal(event, terminal))
  const typist = new Typist(send)
  const encoder = new TextEncoder()
  terminal.onData((text) => {
    if (text === '\x03') typist.interrupt(encoder.encode(text))
    else typist.type(encoder.encode(text))
  })

  const stopFitting = fitTo(element, terminal)
  const filter = new ControlFilter(() => ({ rows: terminal.rows, columns: terminal.cols }))
  // After the queue, which may drop half a sequence, and before anything is drawn.
  const feed = new Feed((bytes, done) => drawInTurns(terminal, filter.pass(bytes), done))
  const legibility = new Legibility(onGarbled)
  const quiet = new QuietBoot()
  let silence: ReturnType<typeof setTimeout> | undefined
  const unsubscribe = link.subscribe((bytes) => {
    clearTimeout(silence)
    feed.push(quiet.push(bytes))
    if (quiet.isHolding) silence = setTimeout(() => feed.push(quiet.flush()), 1000)
    legibility.push(bytes)
  })
  return {
    clear() {
      feed.clear()
      terminal.reset()
    },
    text: () => scrollbackText(terminal),
    focus: () => terminal.focus(),
    readAloud: (on) => readAloud(element, terminal, on),
    name: (name) => terminal.textarea?.setAttribute('aria-label', name),
    close() {
      unsubscribe()
      clearTimeout(silence)
      stopFitting()
      terminal.dispose()
    },
  }
}

/** The terminal lets the page breathe between writes: 8 KB that are all scrolling take 180 ms. */
const turnBytes = 1024

function drawInTurns(terminal: Terminal, bytes: Uint8Array, done: () => void): void {
  let at = 0
  for (; at + turnBytes < bytes.length; at += turnBytes) {
    terminal.write(bytes.subarray(at, at + turnBytes))
  }
  terminal.write(bytes.subarray(at), done)
}

/** Shift+Tab leaves the console, or keyboards would be trapped; copy and paste stay the browser's. */
function isForTerminal(event: KeyboardEvent, terminal: Terminal): boolean {
  if (event.key === 'Tab' && event.shiftKey) return false
  const command = (event.ctrlKey || event.metaKey) && !event.altKey
  if (command && event.key.toLowerCase() === 'v') return false
  if (command && event.key.toLowerCase() === 'c' && terminal.hasSelection()) return false
  return true
}

function fitTo(element: HTMLElement, terminal: Terminal): () => void {
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  terminal.open(element)
  const observer = new ResizeObserver(() => fit.fit())
  observer.observe(element)
  return () => observer.disconnect()
}

function scrollbackText(terminal: Terminal): string {
  const buffer = terminal.buffer.active
  const lines: string[] = []
  for (let row = 0; row < buffer.length; row++) {
    const line = buffer.getLine(row)
    const text = line?.translateToString(true) ?? ''
    if (line?.isWrapped) lines.push((lines.pop() ?? '') + text)
    else lines.push(text)
  }
  return lines.join('\n').trimEnd() + '\n'
}

/** xterm.js interrupts whatever is being read for each line; the board's lines can wait their turn. */
function readAloud(element: HTMLElement, terminal: Terminal, on: boolean): void {
  Terminal.strings.tooMuchOutput = m.tooMuch()
  terminal.options.screenReaderMode = on
  element.querySelector('.live-region')?.setAttribute('aria-live', 'polite')
}

const token = (element: HTMLElement, name: string) =>
  getComputedStyle(element).getPropertyValue(name)

const themeOf = (element: HTMLElement) => ({
  background: token(element, '--console-paper'),
  foreground: token(element, '--console-ink'),
  cursor: token(element, '--console-accent'),
  selectionBackground: token(element, '--console-selection'),
})
