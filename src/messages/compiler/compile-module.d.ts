/** The package names this module in its exports, and its types only for resolvers without exports. */
declare module '@messageformat/core/compile-module.js' {
  export { default } from '@messageformat/core/lib/compile-module'
}
