import type { keychainCauses } from '../../../shared/error.ts'

export type KeychainCause = (typeof keychainCauses)[number]

/** What the helper is asked; it answers one request before it is given the next. */
export type KeychainRequest =
  | { readonly kind: 'get'; readonly account: string }
  | { readonly kind: 'set'; readonly account: string; readonly value: string }
  | { readonly kind: 'delete'; readonly account: string }

export type KeychainReply =
  | { readonly kind: 'done'; readonly value: string | null }
  | { readonly kind: 'failed'; readonly cause: KeychainCause }

/** What the helper says once, when it can be asked; nothing counts its time before. */
export type KeychainReady = { readonly kind: 'ready' }
