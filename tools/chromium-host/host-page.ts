import { attach, browser } from './browser.ts'
import type { Session } from './connection.ts'

/** A page of the host's own; the application's page can neither see nor open it. */
export type HostPage = {
  readonly session: Session
  readonly targetId: string
  /** Settles with what the page told through `tell(text)`; undefined when it was closed. */
  readonly told: Promise<string | undefined>
  readonly close: () => Promise<void>
}

/** Origin of a host page: a name that RFC 6761 keeps out of every network. */
export const hostOrigin = (name: string): string => `https://${name}.host.invalid`

const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"

const serve = (session: Session, html: string) =>
  session.on('Fetch.requestPaused', ({ requestId }) => {
    session
      .send('Fetch.fulfillRequest', {
        requestId,
        responseCode: 200,
        responseHeaders: [
          { name: 'content-type', value: 'text/html; charset=utf-8' },
          { name: 'content-security-policy', value: policy },
        ],
        body: Buffer.from(html).toString('base64'),
      })
      .catch(() => undefined)
  })

/** Shows `html` at `https://<name>.host.invalid/` in the target that `open` makes. */
export const openHostPage = async (
  name: string,
  html: string,
  open: () => Promise<string>,
): Promise<HostPage> => {
  const targetId = await open()
  const session = await attach(browser(), targetId)
  const gone = new Promise<void>(resolve => {
    browser().on('Target.targetDestroyed', closed => {
      if (closed.targetId === targetId) resolve()
    })
    browser().closed.then(() => resolve())
  })
  const told = new Promise<string | undefined>(resolve => {
    session.on('Runtime.bindingCalled', ({ payload }) => resolve(payload))
    gone.then(() => resolve(undefined))
  })
  serve(session, html)
  await Promise.all([
    session.send('Runtime.enable'),
    session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    session.send('Runtime.addBinding', { name: 'tell' }),
  ])
  const loaded = new Promise<void>(resolve => session.on('Page.loadEventFired', () => resolve()))
  await session.send('Page.navigate', { url: `${hostOrigin(name)}/` })
  await loaded
  const close = async () => {
    await browser()
      .send('Target.closeTarget', { targetId })
      .catch(() => undefined)
    await gone
  }
  return { session, targetId, told, close }
}
