/**
 * xterm.js on a link: bytes from the board to the screen, keys to the board. Loaded only when a
 * console opens. The board's output cannot do more than draw text.
 */
import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { BootEvents } from '../../micropython/boot-events'
import { pasteLines, type PasteOutcome } from '../../micropython/paste-mode'
import m from '../../messages/compiled/console'
import type { SerialLink } from '../../serial/link'
import { isFind, isHistory } from './console-keys'
import type { ConsoleLog } from './console-log'
import { ControlFilter } from './control-filter'
import { ConsoleStream } from './console-stream'
import { neutralise } from './sanitize-output'
import { Keyboard } from './keyboard'
import { Prompt, type PromptState } from './prompt'

export interface Console {
  /** For what is loaded when it is asked for: search, links. */
  readonly terminal: Terminal
  readonly log: ConsoleLog
  /** Restarts and crashes since the console was opened. */
  readonly boots: BootEvents
  /** Where the board stands now. */
  readonly promptState: PromptState
  /** What is shown from now on, as bytes; returns what ends that. */
  listen(listener: (bytes: Uint8Array) => void): () => void
  /** On the screen, and in the log. */
  clear(): void
  /** Everything that is still in the scrollback. */
  text(): string
  focus(): void
  /** Whether each line begins with its time; also those that are there already. */
  stamp(on: boolean): void
  /** As if somebody had typed it. */
  type(text: string): void
  /** Through paste mode, from the prompt. */
  pasteLines(text: string): Promise<PasteOutcome>
  /** Shows what the board says to screen readers as well; costs time, so not unless asked for. */
  readAloud(on: boolean): void
  /** What a screen reader calls the place where keys go to the board. */
  name(name: string): void
  close(): void
}

export interface ConsoleEvents {
  onGarbled?: (garbled: boolean) => void
  /** Several lines were pasted at the prompt. True if whoever is told takes care of them. */
  onSeveralLines?: (text: string) => boolean
  /** A line was entered at `>>>`. */
  onEntered?: (line: string) => void
}

const scrollbackLines = 5000

export function openConsole(
  element: HTMLElement,
  link: SerialLink,
  send: (bytes: Uint8Array) => Promise<void>,
  { onGarbled, onSeveralLines, onEntered }: ConsoleEvents = {},
): Console {
  const terminal = newTerminal(element)
  const prompt = new Prompt(onEntered)
  const keyboard = new Keyboard(send, prompt, onSeveralLines)
  terminal.onData((text) => keyboard.take(text))
  const stopFitting = fitTo(element, terminal)
  const filter = new ControlFilter(() => ({ rows: terminal.rows, columns: terminal.cols }))
  // After the queue, which may drop half a sequence, and before anything is drawn.
  const draw = (bytes: Uint8Array, done: () => void) =>
    drawInTurns(terminal, filter.pass(bytes), done)
  const stream = new ConsoleStream(link, {
    draw,
    restart: (then) => restart(terminal, then),
    onGarbled,
  })
  stream.listen((bytes, ms) => prompt.push(bytes, ms))
  const listen = (listener: (bytes: Uint8Array) => void) => stream.listen(listener)
  return {
    terminal,
    log: stream.log,
    boots: stream.boots,
    get promptState() {
      return prompt.state
    },
    listen,
    clear() {
      stream.clear()
      terminal.reset()
    },
    text: () => scrollbackText(terminal),
    focus: () => terminal.focus(),
    stamp: (on) => stream.stamp(on),
    type: (text) => keyboard.take(text),
    pasteLines: (text) =>
      keyboard.meanwhile(() => pasteLines({ send, listen }, text, prompt.state === 'typed')),
    readAloud: (on) => readAloud(element, terminal, on),
    name: (name) => terminal.textarea?.setAttribute('aria-label', name),
    close() {
      stream.close()
      stopFitting()
      terminal.dispose()
    },
  }
}

function newTerminal(element: HTMLElement): Terminal {
  const terminal = new Terminal({
    // For the marks of a search.
    allowProposedApi: true,
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
  return terminal
}

/** What still waits in the terminal is drawn before it is emptied. */
function restart(terminal: Terminal, then: () => void): void {
  terminal.write('', () => {
    terminal.reset()
    then()
  })
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
  const key = event.key.toLowerCase()
  if (command && key === 'v') return false
  // Search and the list of typed lines: the console's own, as the panel around it handles them.
  if (isFind(event) || isHistory(event)) return false
  if (command && key === 'c' && terminal.hasSelection()) return false
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
