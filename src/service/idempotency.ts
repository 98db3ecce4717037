import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Change, Database } from './database.ts'
import { refuse } from './problems.ts'
import { hashOf } from './secret-format.ts'

/** What a handler answers, but for its status, which its route knows: enough to give the same answer again. */
export type Answer = {
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** One wish of one client. `key` is its Idempotency-Key; `caller` and `route` bind it; `token` opens its answer. */
export type Wish = {
  readonly key: string
  readonly caller: string
  readonly token: string
  readonly route: string
  readonly payload: unknown
}

export type Replays = {
  /**
   * Runs `work` in a transaction, once per wish: a repetition gets the answer of the first, and a header that says so.
   * What `work` refuses changed nothing, is not kept and may be tried again. Ends with `idempotency-key-in-flight` while the first
   * runs, with `idempotency-key-reused` for another payload, and with `idempotency-answer-sealed` for another token of
   * the same caller.
   */
  readonly once: (wish: Wish, work: (change: Change) => Promise<Answer>) => Promise<Answer>
}

const algorithm = 'aes-256-gcm'
const saltLength = 32
const ivLength = 12
const tagLength = 16

// The key of the answer comes from the client's Idempotency-Key and its token, of which only hashes are kept: what lies
// in the database cannot be opened without the client, nor with what a client keeps on its own disk, where it notes its
// Idempotency-Key and not its token.
const cipherKey = ({ key, token }: Wish, salt: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', JSON.stringify([key, token]), salt, 'claviger answer 2', 32))

const seal = (wish: Wish, salt: Buffer, scope: string, answer: Answer): string => {
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv(algorithm, cipherKey(wish, salt), iv).setAAD(Buffer.from(scope))
  const text = Buffer.concat([cipher.update(JSON.stringify(answer)), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
}

/** Throws when it was sealed for another token, or was altered. */
const open = (wish: Wish, salt: Buffer, scope: string, sealed: string): Answer => {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv(algorithm, cipherKey(wish, salt), bytes.subarray(0, ivLength))
    .setAAD(Buffer.from(scope))
    .setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
  const text = Buffer.concat([
    decipher.update(bytes.subarray(ivLength + tagLength)),
    decipher.final(),
  ])
  // Authenticated: it is what `seal` was given.
  return JSON.parse(text.toString()) as Answer
}

const unseal = (...given: Parameters<typeof open>): Answer => {
  try {
    return open(...given)
  } catch {
    return refuse(
      'idempotency-answer-sealed',
      'It was done, and answered to another token of this caller, which alone can be answered again.',
    )
  }
}

// The caller's name, not its token: what a renewed token asks for again is not done a second time.
const scopeOf = ({ caller, route, key }: Wish): string =>
  hashOf(JSON.stringify([caller, route, key]))

/** Keeps the answers to requests that carry an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07). */
export const createReplays = (database: Database, now: () => number): Replays => {
  const inFlight = new Set<string>()

  const replay = async (change: Change, wish: Wish, scope: string): Promise<Answer | null> => {
    const kept = await change
      .selectFrom('replay')
      .selectAll()
      .where('scope', '=', scope)
      .executeTakeFirst()
    if (!kept) return null
    if (kept.payload !== payloadOf(wish))
      refuse('idempotency-key-reused', 'Use a new Idempotency-Key for another request.')
    const { headers, body } = unseal(wish, Buffer.from(kept.salt, 'base64url'), scope, kept.sealed)
    return { headers: { ...headers, 'idempotency-replayed': 'true' }, body }
  }

  const keep = async (change: Change, wish: Wish, scope: string, answer: Answer) => {
    const salt = randomBytes(saltLength)
    await change
      .insertInto('replay')
      .values({
        scope,
        payload: payloadOf(wish),
        salt: salt.toString('base64url'),
        sealed: seal(wish, salt, scope, answer),
        created_at: now(),
      })
      .execute()
  }

  return {
    once: async (wish, work) => {
      const scope = scopeOf(wish)
      if (inFlight.has(scope))
        refuse('idempotency-key-in-flight', 'Wait for the answer to the first request.')
      inFlight.add(scope)
      try {
        return await database.transaction().execute(async change => {
          const earlier = await replay(change, wish, scope)
          if (earlier) return earlier
          const answer = await work(change)
          await keep(change, wish, scope, answer)
          return answer
        })
      } finally {
        inFlight.delete(scope)
      }
    },
  }
}

const payloadOf = (wish: Wish): string => hashOf(JSON.stringify(wish.payload ?? null))
