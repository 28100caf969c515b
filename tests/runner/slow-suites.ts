/**
 * What `npm run test:quick` leaves out of Vitest's tests, and why. `npm test` and CI run everything.
 * By measured time: a file belongs here when it takes more than about five seconds of one core.
 */
export interface SlowSuites {
  reason: string
  /** Test files, or folders of them, from the project's root. */
  paths: readonly string[]
}

export const slowSuites: readonly SlowSuites[] = [
  {
    reason: 'hosting: installs a site and deploys to it, with nginx, git and webhook',
    paths: ['tests/hosting'],
  },
  {
    reason: 'starts MicroPython anew for each test',
    paths: [
      'tests/contract/apps-on-host-sockets.test.ts',
      'tests/contract/board-files-cuts.test.ts',
      'tests/contract/board-files.test.ts',
      'tests/contract/boot-fixes.test.ts',
      'tests/contract/faults-in-words.test.ts',
      'tests/contract/files-on-virtual-board.test.ts',
      'tests/contract/install-on-virtual-board.test.ts',
      'tests/contract/one-pass-with-micropython.test.ts',
      'tests/contract/phones-beside-board.test.ts',
      'tests/contract/plan-on-virtual-board.test.ts',
      'tests/contract/repl-entry.test.ts',
      'tests/contract/repl-on-virtual-board.test.ts',
      'tests/contract/set-up-wifi.test.ts',
      'tests/contract/silent-program.test.ts',
      'tests/contract/update-files.test.ts',
      'tests/contract/webusb-install.test.ts',
      'tests/contract/webusb-page.test.ts',
      'tests/unit/virtual-board/interpreter/boot.test.ts',
      'tests/unit/virtual-board/interpreter/files.test.ts',
      'tests/unit/virtual-board/interpreter/interrupt.test.ts',
      'tests/unit/virtual-board/interpreter/memory.test.ts',
      'tests/unit/virtual-board/interpreter/network.test.ts',
      'tests/unit/virtual-board/interpreter/unresponsive-programs.test.ts',
    ],
  },
  {
    reason: 'every case of the port, and random interruptions, over a driver for each USB bridge',
    paths: [
      'tests/contract/webusb-interruptions.test.ts',
      'tests/contract/webusb-port-suite.test.ts',
    ],
  },
  {
    reason: 'the portal’s Python, request by request, in an interpreter for each test',
    paths: [
      'tests/firmware/apps-broken-calculator.test.ts',
      'tests/firmware/apps-memory.test.ts',
      'tests/firmware/apps-signed-request.test.ts',
      'tests/firmware/apps-telegram-notify.test.ts',
      'tests/firmware/credentials-from-page.test.ts',
      'tests/firmware/credentials.test.ts',
      'tests/firmware/fields.test.ts',
      'tests/firmware/form.test.ts',
      'tests/firmware/fuzz.test.ts',
      'tests/firmware/heap.test.ts',
      'tests/firmware/http.test.ts',
      'tests/firmware/joining.test.ts',
      'tests/firmware/options.test.ts',
      'tests/firmware/pattern.test.ts',
      'tests/firmware/portal-list.test.ts',
      'tests/firmware/portal-odds.test.ts',
      'tests/firmware/portal-secrets.test.ts',
      'tests/firmware/portal-sign-in.test.ts',
      'tests/firmware/request.test.ts',
    ],
  },
  {
    reason: 'one operation interrupted, cancelled or repeated hundreds of times',
    paths: [
      'tests/contract/bootloader-files.test.ts',
      'tests/contract/cancel-anywhere.test.ts',
      'tests/contract/interleavings.test.ts',
      'tests/contract/interruptions.test.ts',
      'tests/contract/thousand-installs.test.ts',
      'tests/contract/update-interruptions.test.ts',
    ],
  },
  {
    reason: 'many whole installations, each on a virtual board of its own',
    paths: [
      'tests/contract/doctor-heals.test.ts',
      'tests/contract/hostile-boards.test.ts',
      'tests/contract/nothing-lost.test.ts',
      'tests/contract/one-pass-install.test.ts',
    ],
  },
  {
    reason: 'runs ESLint for every row of the tables in docs/architecture.md',
    paths: ['tests/unit/architecture.test.ts', 'tests/unit/virtual-board/rooms.test.ts'],
  },
  {
    reason: 'thousands of random or mutated inputs',
    paths: [
      'tests/property/board-files.test.ts',
      'tests/property/console-fuzz.test.ts',
      'tests/property/littlefs-successor.test.ts',
      'tests/property/littlefs.test.ts',
      'tests/property/merge-files.test.ts',
      'tests/property/mutated-filesystems.test.ts',
      'tests/property/mutated-images.test.ts',
      'tests/property/preset-link.test.ts',
      'tests/property/report-secrets.test.ts',
      'tests/property/survey.test.ts',
      'tests/property/virtual-board-wire.test.ts',
      'tests/unit/esptool/deflate/deflate-thread.test.ts',
      'tests/unit/provision/plan/differing-sectors.test.ts',
    ],
  },
  {
    reason: 'starts programs of its own: servers, clients, Vitest itself',
    paths: [
      'tests/contract/board-cli.test.ts',
      'tests/contract/portal-cli.test.ts',
      'tests/contract/portal-detectors.test.ts',
      'tests/contract/portal-malformed-clients.test.ts',
      'tests/contract/portal-phone.test.ts',
      'tests/contract/portal-real-clients.test.ts',
      'tests/unit/cli/start/start-arguments.test.ts',
      'tests/unit/runner/reports.test.ts',
    ],
  },
]

/** What is no test of Vitest's, and is left out too. */
const notVitest = [
  'browser tests, with the build that they need: npm run e2e (50 MB flood, service worker, Web Serial)',
  'a real board: npm run test:device',
]

/** One line each, for the person who runs the quick tests. */
export function leftOutLines(): string[] {
  const count = (paths: readonly string[]) => (paths.length === 1 ? '' : ` (${paths.length} files)`)
  return [...slowSuites.map(({ reason, paths }) => reason + count(paths)), ...notVitest]
}

/** Arguments of Vitest that leave them out. */
export const excludeArguments = (): string[] =>
  slowSuites
    .flatMap(({ paths }) => paths)
    .map((path) => `--exclude=${path.endsWith('.test.ts') ? path : `${path}/**`}`)
