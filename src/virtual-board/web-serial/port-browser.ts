/** Whose Web Serial is imitated; recorded in tests/golden/web-serial.json and web-serial-firefox.json. */
export type PortBrowser = 'chromium' | 'firefox'
