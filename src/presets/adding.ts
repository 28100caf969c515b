/** What adding to a list of presets needs; one part, because it is loaded when something is added. */
export { foreignTo, unknownTo } from './merge'
export { namedApart } from './names'
export { sameAs } from './same-content'
