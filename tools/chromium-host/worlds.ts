import { readFileSync } from 'node:fs'
import type { Session } from './connection.ts'
import { isolatedWorldSource, type WorldSettings } from './isolated-world.ts'
import { membraneSource } from './membrane.ts'
import { wireSource } from './wire.ts'

export const worldName = 'Electron Isolated Context'
export const bindingName = 'hostBinding'
export const receiverName = 'hostReceiver'
const greeting = 'claviger-host-preload'

const scoped = (source: string): string => `(() => { 'use strict'\n${source}\n})()`

/** Runs in the page's own world, before any of its scripts. */
const mainWorldScript = (): string =>
  scoped(`${membraneSource()}\nstartMainWorld(window, document, ${JSON.stringify(greeting)})`)

/** Runs in the isolated world, before any script of the page. `preload` is CommonJS source. */
const isolatedWorldScript = (preload: string | undefined, subframes: boolean): string => {
  const settings: WorldSettings = {
    binding: bindingName,
    receiver: receiverName,
    greeting,
    subframes,
    platform: process.platform,
  }
  const run =
    preload === undefined
      ? 'undefined'
      : `function (require, module, exports, process) {\n${preload}\n}`
  return `${scoped(
    `${wireSource()}\n${membraneSource()}\n${isolatedWorldSource()}
    globalThis.hostStart = startIsolatedWorld`,
  )};(() => { const start = globalThis.hostStart; delete globalThis.hostStart; start(${JSON.stringify(settings)}, ${run}) })()`
}

const preloadSource = (path: string | undefined): string | undefined => {
  try {
    return path === undefined ? undefined : readFileSync(path, 'utf8')
  } catch (error) {
    process.stderr.write(`Unable to load preload script: ${path}\n${error}\n`)
    return undefined
  }
}

/** Makes both worlds ready in every document that `session`'s page will show. */
export const prepareWorlds = async (
  session: Session,
  preload: string | undefined,
  subframes: boolean,
): Promise<void> => {
  const source = isolatedWorldScript(preloadSource(preload), subframes)
  await Promise.all([
    session.send('Inspector.enable'),
    session.send('Log.enable'),
    session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    session.send('Runtime.addBinding', { name: bindingName, executionContextName: worldName }),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript() }),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName }),
    session.send('Runtime.enable'),
  ])
}
