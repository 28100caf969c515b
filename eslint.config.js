import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript-eslint'
import { noRawText } from './tests/lint/no-raw-text.js'
import { readRoomTable } from './tests/lint/room-table.js'
import { roomsRule, withSvelte } from './tests/lint/rooms.js'
import { readVirtualBoardTable, virtualBoardConfigs } from './tests/lint/virtual-board-rooms.js'
import svelteConfig from './svelte.config.js'

const here = import.meta.dirname
/** The one-way street of docs/architecture.md. */
const architecture = readFileSync(join(here, 'docs/architecture.md'), 'utf8')
const table = readRoomTable(architecture)
const rooms = { rules: { 'may-import': roomsRule(join(here, 'src'), table) } }
const messages = { rules: { 'no-raw-text': noRawText } }
/**
 * Nothing below state/ knows the DOM. The virtual board may: it runs in a page and models what is outside it. So may
 * the script of the phone's frame, which is a page.
 */
const domGlobals = ['document', 'window', 'navigator', 'location', 'localStorage', 'sessionStorage']
const withoutDom = [...table.keys()].filter(
  (room) => ![...withSvelte, 'virtual-board', 'phone-frame'].includes(room),
)

/**
 * Either on one element anywhere in the page brings Svelte's handling of all attributes into the first load (2 KB),
 * because it shares a module with what sets a single one.
 */
const allAttributeHandling = [
  {
    selector: 'SvelteElement[kind="html"] > SvelteStartTag > SvelteSpreadAttribute',
    message: 'Name the attributes; attachments: ui/shared/given-attachments.svelte.ts.',
  },
  {
    selector: 'SvelteElement[name.name="svelte:element"] > SvelteStartTag > SvelteAttribute',
    message: 'Put the attributes on an element around it, or write an {#if} with both elements.',
  },
]

export default ts.config(
  {
    ignores: [
      '**/dist/',
      'node_modules/',
      'test-results/',
      'playwright-report/',
      '.cache/',
      'src/messages/compiled/',
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node, ...globals.worker } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-undef': 'off', // TypeScript knows better
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    files: ['src/**/*.svelte'],
    rules: { 'no-restricted-syntax': ['error', ...allAttributeHandling] },
  },
  {
    files: ['src/{ui,help,lab,state,report}/**', 'src/App.svelte'],
    plugins: { messages },
    rules: { 'messages/no-raw-text': 'error' },
  },
  { files: ['src/**'], plugins: { rooms }, rules: { 'rooms/may-import': 'error' } },
  ...virtualBoardConfigs(join(here, 'src/virtual-board'), readVirtualBoardTable(architecture)),
  {
    files: withoutDom.map((room) => `src/${room}/**`),
    rules: { 'no-restricted-globals': ['error', ...domGlobals] },
  },
)
