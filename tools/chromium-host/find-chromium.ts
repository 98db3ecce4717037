import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'] as const

const usualPlaces: { readonly [platform: string]: readonly string[] } = {
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Path of `name` on PATH, if it is there and may be run. */
export const findOnPath = (
  name: string,
  path: string | undefined = process.env.PATH,
): string | undefined =>
  (path ?? '')
    .split(delimiter)
    .filter(folder => folder !== '')
    .map(folder => join(folder, name))
    .find(isExecutable)

/** Chromium's program: `CLAVIGER_CHROMIUM`, else the first of the usual names on PATH. */
export const findChromium = (environment: NodeJS.ProcessEnv = process.env): string | undefined =>
  environment.CLAVIGER_CHROMIUM ||
  names.map(name => findOnPath(name, environment.PATH)).find(path => path !== undefined) ||
  (usualPlaces[process.platform] ?? []).find(isExecutable)
