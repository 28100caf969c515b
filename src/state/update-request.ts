/** From what a preset and a person say to an update of files alone. */
import type { Preset } from '../presets/schema'
import type { InstallRequest, UpdateRequest } from '../provision/request'
import type { InstallPlan } from '../provision/plan/plan'
import { portalSettings, type BoardsOwn } from './portal-settings'

/** Nothing was chosen, and no plan was seen: the owner's files stay, and a clash is asked about. */
export const updateRequest = (
  preset: Preset,
  own?: BoardsOwn,
  additions: Pick<UpdateRequest, 'extraFiles' | 'wifi'> = {},
): UpdateRequest => ({
  portal: portalSettings(preset, own),
  ...additions,
})

/**
 * What the plan for `request` says of files is what the update does: see `canUpdate`. Only what `plan`
 * names may go: the board runs before it is asked again, and may have written more.
 */
export const chosenUpdate = (
  { portal, owners, extraFiles, wifi }: InstallRequest,
  plan?: InstallPlan,
): UpdateRequest => ({
  portal,
  owners,
  extraFiles,
  wifi,
  mayReplace: plan ? goingPaths(plan) : true,
})

const goingPaths = ({ files: { planned } }: InstallPlan): string[] =>
  planned.filter(({ fate }) => fate === 'lost' || fate === 'replaced').map(({ path }) => path)

/** True where MicroPython runs on files that the plan could read, and names what it replaces. */
export const canUpdate = ({ found: { firmware, filesystem } }: InstallPlan): boolean =>
  firmware.kind === 'micropython' && filesystem.kind === 'littlefs'
