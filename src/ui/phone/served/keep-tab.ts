/**
 * Any frame may call `top.close()`, and Firefox closes a tab that has been nowhere else: a served page could close
 * ours. With a second entry in its history the tab stays; "Back" then needs one step more.
 */
export function keepTab(): void {
  if (history.length === 1) history.pushState(history.state, '')
}
