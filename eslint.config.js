import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

// The one-way street of docs/architecture.md: each room names the rooms that it may import.
// `errors.ts` lies beside the rooms and may be imported anywhere.
const below = ['esptool', 'micropython', 'images', 'serial', 'async']
const mayImport = {
  ui: ['state', 'help', 'presets', 'provision', ...below],
  state: ['provision', 'presets', 'signing', ...below],
  help: [],
  provision: below,
  esptool: ['serial', 'async'],
  micropython: ['serial', 'async'],
  images: ['async'],
  serial: ['async'],
  presets: ['signing'],
  signing: [],
  async: [],
  'virtual-board': ['images'],
}
const rooms = [...Object.keys(mayImport), 'cli']

/** Relative paths out of a room look different at each depth: `../other/` from its own folder, and so on. */
const depths = [
  { files: '*', up: '..' },
  { files: '*/*', up: '../..' },
  { files: '*/*/*', up: '../../..' },
]

/** Forbids what the table does not allow, and the two fences: esptool-js, and no DOM or Svelte low down. */
const directions = Object.entries(mayImport).flatMap(([room, allowed]) => {
  const forbidden = rooms.filter((other) => other !== room && !allowed.includes(other))
  const belowState = !['lab', 'ui', 'state'].includes(room)
  const fences = [
    ...(belowState ? ['svelte', 'svelte/*', '**/*.svelte'] : []),
    ...(room === 'esptool' ? [] : ['esptool-js', 'esptool-js/*']),
  ]
  const message = `src/${room} may import only: ${allowed.join(', ') || 'nothing'}.`
  return depths.map(({ files, up }) => ({
    files: [`src/${room}/${files}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: [...forbidden.map((other) => `${up}/${other}/**`), ...fences], message },
          ],
        },
      ],
      ...(belowState && room !== 'virtual-board'
        ? { 'no-restricted-globals': ['error', 'document', 'window', 'localStorage'] }
        : {}),
    },
  }))
})

export default ts.config(
  { ignores: ['**/dist/', 'node_modules/', 'test-results/', 'playwright-report/', '.cache/'] },
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
  ...directions,
)
