import { IntentId, Reveal, RevealId, Unfinished } from '../domain/intent.ts'
import { KeyId, KeyTarget } from '../domain/key.ts'
import { z } from '../zod.ts'
import { command, nothing, query } from './define.ts'

export const reveals = {
  /** Secrets that nobody has yet said are stored. */
  pending: query(nothing, z.array(Reveal)),
  /** Puts the secret on the clipboard from main; the page never holds it. */
  copy: command(z.object({ id: RevealId }), z.object({ clearsAfterSeconds: z.number().int() })),
  /** Puts a key that its service shows at any time on the clipboard, from main. */
  copyAgain: command(KeyTarget, z.object({ clearsAfterSeconds: z.number().int() })),
  /** Hands the secret to the page, once. */
  show: command(z.object({ id: RevealId }), z.object({ secret: z.string() })),
  /** A shown secret is no longer on the screen. */
  hidden: command(z.object({ id: RevealId }), nothing),
  /** "I have stored it": main forgets the secret. */
  acknowledge: command(z.object({ id: RevealId }), nothing),
  /**
   * Creates that were sent, of which nobody has said that the secret is stored, and whose secret is not here. Their
   * connection is one to the same service, where there is one; it may be gone.
   */
  open: query(nothing, z.array(Unfinished)),
  /** Asks the service again with the same Idempotency-Key: one key, the same secret. */
  recover: command(z.object({ intent: IntentId }), Reveal),
  /** "I have stored it", of a secret that an earlier run copied or showed. */
  stored: command(z.object({ intent: IntentId }), nothing),
  /**
   * Looks at the service for what became of the intent, and answers what is known then; null when it is closed, because
   * what it made is gone there.
   */
  look: command(z.object({ intent: IntentId }), Unfinished.nullable()),
  /**
   * Deletes what the intent made, or revokes it, and closes the intent. `key` is one of those that were found; null where
   * the service says which it is.
   */
  abandon: command(z.object({ intent: IntentId, key: KeyId.nullable().default(null) }), nothing),
  /** Closes the intent and asks nobody: a person has looked, or does not care. */
  dismiss: command(z.object({ intent: IntentId }), nothing),
}
