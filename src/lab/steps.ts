/** The checklist: what a person does with a board, what is expected, and what the page does meanwhile. */
import type { DeviceErrorCode } from '../errors'
import type { Ending } from './results'

export interface LabStep {
  id: string
  title: string
  /** Before or while the page works. */
  todo: string[]
  expected: string
  /** What "Start" does: reach the board, or install on it. Without it there is nothing to measure. */
  does?: 'connect' | 'install'
  /** Default: the preset's own 460,800. */
  baudRate?: 921600
  /** Shows the browser's list of ports, instead of taking the board of last time. */
  asks?: true
  /** How it must end to count as passed. */
  ends: Ending[]
  /** If it must fail: with one of these. */
  codes?: DeviceErrorCode[]
}

export const labSteps: LabStep[] = [
  {
    id: 'connect',
    title: 'Reach the board',
    todo: ['Plug the board in with a data cable.', 'Touch none of its buttons.'],
    expected: 'The board is found by itself within five seconds, with its chip and flash size.',
    does: 'connect',
    asks: true,
    ends: ['ready'],
  },
  {
    id: 'install',
    title: 'Install',
    todo: ['Leave the board alone until the portal runs.'],
    expected: 'MicroPython and the portal are on the board, and its access point opens.',
    does: 'install',
    ends: ['running'],
  },
  {
    id: 'install-again',
    title: 'Install the same again',
    todo: ['Leave the board alone.'],
    expected: 'Nothing is written, and the portal runs again within a few seconds.',
    does: 'install',
    ends: ['running'],
  },
  {
    id: 'fast',
    title: 'Install at 921,600 baud',
    todo: ['Leave the board alone. A CH340 often cannot do this rate.'],
    expected: 'It works, or goes down to a rate that does, without your help.',
    does: 'install',
    baudRate: 921600,
    ends: ['running'],
  },
  {
    id: 'hold-flash',
    title: 'Hold FLASH',
    todo: [
      'Hold the FLASH button (GPIO0 at GND) and press reset once while you hold it.',
      'Press Start, and let go when the board is found.',
    ],
    expected: 'The board is found, as without the button.',
    does: 'connect',
    ends: ['ready'],
  },
  {
    id: 'unplug-half',
    title: 'Unplug at 50 %',
    todo: ['Press Start, and pull the cable when about half has been written.'],
    expected: 'The page says at once that the board is gone.',
    does: 'install',
    ends: ['failed'],
    codes: ['port-lost'],
  },
  {
    id: 'finish',
    title: 'Finish what was interrupted',
    todo: ['Plug the board in again, and press Start.'],
    expected: 'The installation goes on and the portal runs.',
    does: 'install',
    ends: ['running'],
  },
  {
    id: 'reset-in-between',
    title: 'Press reset while it writes',
    todo: ['Press Start, and press the board’s reset button while it is being written.'],
    expected:
      'Either it recovers by itself, or it fails in words that fit; Start once more mends it.',
    does: 'install',
    ends: ['running', 'failed'],
  },
  {
    id: 'wrong-cable',
    title: 'Charge-only cable',
    todo: [
      'Plug the board in with a cable that only charges.',
      'Press Start. The list should not name the board: close it.',
    ],
    expected: 'The page says that nothing was chosen and what the reason may be.',
    does: 'connect',
    asks: true,
    ends: ['disconnected'],
  },
  {
    id: 'port-busy',
    title: 'The port is taken',
    todo: [
      'Open the port in another program, such as the Arduino IDE’s serial monitor.',
      'Press Start.',
    ],
    expected: 'The page says that another program or tab has the port.',
    does: 'connect',
    ends: ['failed'],
    codes: ['port-busy', 'port-in-other-tab'],
  },
  {
    id: 'other-bridge',
    title: 'Another USB bridge',
    todo: [
      'Take a board with another bridge chip: CH340, CH9102, CP2102, FT232R or PL2303.',
      'More than one? Start once for each.',
    ],
    expected: 'It is found and installed like the first.',
    does: 'install',
    asks: true,
    ends: ['running'],
  },
  {
    id: 'phone',
    title: 'Sign in with a phone',
    todo: ['Join the board’s access point with a phone, and give it your home network.'],
    expected: 'The sign-in page opens by itself, and the access point disappears afterwards.',
    ends: [],
  },
]
