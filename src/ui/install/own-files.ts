import { ExtraFiles } from '../../state/extra-files.svelte'

/** For the life of the page: a second try must not begin with dropping them again. */
export const ownFiles = new ExtraFiles()
