import { pageOrigin } from './page.ts'

type Sender = {
  readonly sender: { readonly id: number }
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
}

/** Our own window, its top frame, our own origin. A frame that is gone, or blank, is nobody. */
export const isTrusted = ({ sender, senderFrame }: Sender, ownId: number | null): boolean =>
  sender.id === ownId && senderFrame !== null && isOwnPage(senderFrame)

const isOwnPage = (frame: NonNullable<Sender['senderFrame']>): boolean => {
  try {
    return frame.parent === null && frame.url.startsWith(`${pageOrigin}/`)
  } catch {
    // Electron throws when the frame went while its message was under way.
    return false
  }
}
