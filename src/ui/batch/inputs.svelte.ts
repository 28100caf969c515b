/** What is typed and chosen for a batch and stored nowhere: over a pause it stays, with the page it goes. */
import { WifiDraft } from '../../state/wifi-draft.svelte'

export class BatchInputs {
  readonly wifi = new WifiDraft()
  /** The firmware, where the preset wants a file of one's own. */
  file = $state.raw<File>()
}
