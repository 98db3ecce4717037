import { app, session } from 'electron'
import type { ResolveProxy } from './https/index.ts'

/** By which way the system would have this URL asked for: its settings, its PAC script, its environment. */
export const resolveSystemProxy: ResolveProxy = async url => {
  await app.whenReady()
  return session.defaultSession.resolveProxy(url)
}
