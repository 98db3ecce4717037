/** `node --import …/register.ts main.js`: runs an Electron application's main script on Chromium. */
import { registerHooks } from 'node:module'
import { isMainThread } from 'node:worker_threads'
import { browser } from './browser.ts'
import { reserveLock } from './instance-lock.ts'
import { initialUserData } from './paths.ts'
import { startUtilityChild } from './utility-child.ts'

const electron = new URL('./electron.ts', import.meta.url).href
const isUtility = process.env.CLAVIGER_HOST_PROCESS === 'utility'

if (isMainThread && isUtility) startUtilityChild()
else if (isMainThread) {
  Object.assign(process, { type: 'browser' })
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' || specifier === 'electron/main'
        ? { url: electron, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
  })
  // Chromium starts while the main script loads; a second instance will show nothing.
  if (reserveLock(initialUserData())) browser()
}
