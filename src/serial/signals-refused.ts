/** Some bridges, ptys and network ports carry bytes but do not move DTR and RTS. */
import { DeviceError } from '../errors'

/** True for the error of a `setSignals` that was refused, while the port itself is well. */
export const areSignalsRefused = (error: unknown): boolean =>
  error instanceof DeviceError && error.code === 'command-failed'
