/** The checklist: what a person does with a board, what is expected, and what the page does meanwhile. */
import type { DeviceErrorCode } from '../errors'
import m from '../messages/compiled/lab-steps'
import type { Message } from '../messages/format'
import type { Ending } from './results'

export interface LabStep {
  id: string
  title: Message
  /** Before or while the page works. */
  todo: Message[]
  expected: Message
  /** What "Start" does: reach the board, or install on it. Without it there is nothing to measure. */
  does?: 'connect' | 'install'
  /** As fast as it goes; default: 460,800. */
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
    title: m.connect.title,
    todo: [m.connect.plugIn, m.connect.noButtons],
    expected: m.connect.expected,
    does: 'connect',
    asks: true,
    ends: ['ready'],
  },
  {
    id: 'install',
    title: m.install.title,
    todo: [m.install.wait],
    expected: m.install.expected,
    does: 'install',
    ends: ['running'],
  },
  {
    id: 'install-again',
    title: m.installAgain.title,
    todo: [m.installAgain.wait],
    expected: m.installAgain.expected,
    does: 'install',
    ends: ['running'],
  },
  {
    id: 'fast',
    title: m.fast.title,
    todo: [m.fast.wait],
    expected: m.fast.expected,
    does: 'install',
    baudRate: 921600,
    ends: ['running'],
  },
  {
    id: 'hold-flash',
    title: m.holdFlash.title,
    todo: [m.holdFlash.hold, m.holdFlash.start],
    expected: m.holdFlash.expected,
    does: 'connect',
    ends: ['ready'],
  },
  {
    id: 'unplug-half',
    title: m.unplugHalf.title,
    todo: [m.unplugHalf.unplug],
    expected: m.unplugHalf.expected,
    does: 'install',
    ends: ['failed'],
    codes: ['port-lost'],
  },
  {
    id: 'finish',
    title: m.finish.title,
    todo: [m.finish.plugIn],
    expected: m.finish.expected,
    does: 'install',
    ends: ['running'],
  },
  {
    id: 'reset-in-between',
    title: m.resetInBetween.title,
    todo: [m.resetInBetween.reset],
    expected: m.resetInBetween.expected,
    does: 'install',
    ends: ['running', 'failed'],
  },
  {
    id: 'wrong-cable',
    title: m.wrongCable.title,
    todo: [m.wrongCable.plugIn, m.wrongCable.closeList],
    expected: m.wrongCable.expected,
    does: 'connect',
    asks: true,
    ends: ['disconnected'],
  },
  {
    id: 'port-busy',
    title: m.portBusy.title,
    todo: [m.portBusy.otherProgram, m.portBusy.start],
    expected: m.portBusy.expected,
    does: 'connect',
    ends: ['failed'],
    codes: ['port-busy', 'port-in-other-tab'],
  },
  {
    id: 'other-bridge',
    title: m.otherBridge.title,
    todo: [m.otherBridge.board, m.otherBridge.more],
    expected: m.otherBridge.expected,
    does: 'install',
    asks: true,
    ends: ['running'],
  },
  {
    id: 'phone',
    title: m.phone.title,
    todo: [m.phone.join],
    expected: m.phone.expected,
    ends: [],
  },
]
