import { pageOrigin } from './page.ts'

type Sender = {
  readonly sender: { readonly id: number }
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
}

/** Our own window, its top frame, our own origin. A frame that is gone, or blank, is nobody. */
export const isTrusted = ({ sender, senderFrame }: Sender, ownId: number | null): boolean =>
  sender.id === ownId &&
  senderFrame !== null &&
  senderFrame.parent === null &&
  senderFrame.url.startsWith(`${pageOrigin}/`)
