/** Made at build time by firmware/bundle.ts: the files that go to a board. */
declare module 'virtual:firmware-compiled' {
  const files: { path: string; base64: string }[]
  export default files
}
declare module 'virtual:firmware-sources' {
  const files: { path: string; base64: string }[]
  export default files
}
