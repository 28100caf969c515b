/** Made at build time by firmware/bundle.ts: the files that go to a board. */
declare module 'virtual:firmware-compiled' {
  const files: { path: string; base64: string }[]
  export default files
}
declare module 'virtual:firmware-sources' {
  const files: { path: string; base64: string }[]
  export default files
}
/** Made at build time by firmware/starter-apps.ts. */
declare module 'virtual:starter-apps' {
  const apps: import('./presets/starter-app').StarterApp[]
  export default apps
}
declare module 'virtual:starter-app-files' {
  const files: Record<string, { name: string; text: string }[]>
  export default files
}
/** Made at build time by messages/compiler/page-plugin.ts: the languages that are offered, and their words. */
declare module 'virtual:words' {
  const catalogues: import('./state/reader-language.svelte').Catalogues
  export default catalogues
}
/** Made at build time by hosting/vite/build-settings.ts. */
declare module 'virtual:build-settings' {
  const settings: import('../hosting/vite/build-settings').BuildSettings
  export default settings
}
/** Made at build time by hosting/vite/phone-frame.ts: src/phone-frame/main.ts as one classic script. */
declare module 'virtual:phone-frame-script' {
  const code: string
  export default code
}
