/** `npm run messages`: compiles the catalogues; `npm ci` does so by itself. */
import { fileURLToPath } from 'node:url'
import { compileCatalogues } from './compile.ts'

compileCatalogues(fileURLToPath(new URL('..', import.meta.url)))
