import type { KeyId, KeyRecord } from '../../shared/domain/key.ts'
import type { Proof } from '../../shared/domain/proof.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Connector, Http, Probe } from '../connectors/connector.ts'
import { keyOnClipboard, withoutWords } from './check-key.ts'
import type { Clipboard } from './ports.ts'
import { fitsMask } from './proof-rules.ts'

/** A way to ask whether a key is still taken; or why there is none. */
export type Means =
  | { readonly probe: Probe; readonly reason: null }
  | { readonly probe: null; readonly reason: NonNullable<Proof['reason']> }

type Asked = {
  readonly id: KeyId
  /** What is known of the key. */
  readonly known: Pick<KeyRecord, 'mask' | 'state'>
  /** Somebody says that it is on the clipboard. */
  readonly withKey: boolean
}
type Service = { readonly connector: Connector; readonly http: Http }
type Parts = { readonly clipboard: Clipboard; readonly clock: Clock }

// Whoever ends a leaked key must not wait for it.
const longestPreparationMs = 2000
// Who has put the key on the clipboard wants to know.
const longestCheckMs = 5000

/**
 * Made before the key is ended. Throws only where a person put a key on the clipboard for it: `no-key-on-clipboard`,
 * `other-key-on-clipboard`, `key-not-checked`, or what keeps the service from being asked at all.
 */
export const meansOf = async (parts: Parts, service: Service, asked: Asked): Promise<Means> => {
  const own = await ownProbe(parts.clock, made(service, asked))
  if (own.probe) return own
  const { http, connector } = service
  const { id, known, withKey } = asked
  const { check } = connector.operations
  if (!check || !withKey) return own.reason ? own : none(check ? 'no-key' : 'no-check')
  const key = await keyOnClipboard(parts.clipboard)
  const ask = async () => {
    try {
      return await check(http, key)
    } catch (cause) {
      throw withoutWords(cause)
    }
  }
  const now = await within(parts.clock, longestCheckMs, ask()).catch(cause => {
    throw isUnclear(cause) ? new AppError({ code: 'key-not-checked' }, { cause }) : cause
  })
  // What is not taken for this key now proves nothing when it is refused later, nor does a secret it had once.
  const isThis =
    now.id === null
      ? now.verdict === 'valid' && fitsMask(key.expose(), known.mask ?? '')
      : now.id === id && now.verdict !== 'replaced'
  if (!isThis) throw new AppError({ code: 'other-key-on-clipboard' })
  return { probe: async () => (await ask()).verdict, reason: null }
}

const none = (reason: NonNullable<Proof['reason']>): Means => ({ probe: null, reason })

type Own = Means | { readonly probe: null; readonly reason: null }

/** Ending a key must not fail, nor wait for long, because nobody can be asked about it afterwards. */
const ownProbe = async (clock: Clock, making: Promise<Own>): Promise<Own> => {
  try {
    return await within(clock, longestPreparationMs, making)
  } catch {
    return none('failed')
  }
}

/** Throws `timeout` where `work` takes longer. */
const within = async <T>(clock: Clock, milliseconds: number, work: Promise<T>): Promise<T> => {
  let stop = () => {}
  const late = new Promise<never>((_, reject) => {
    const timeout = new AppError({ code: 'timeout', seconds: milliseconds / 1000 })
    stop = clock.after(milliseconds, () => reject(timeout))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    stop()
  }
}

/** Of a change it would leave open whether it was made; but none was asked for yet. */
const isUnclear = (cause: unknown): boolean =>
  ['timeout', 'interrupted', 'service-failed', 'bad-response', 'not-found'].includes(
    infoOf(cause)?.code ?? '',
  )

const made = async ({ connector, http }: Service, { id, known }: Asked): Promise<Own> => {
  const probe = (await connector.operations.probe?.(http, id)) ?? null
  if (!probe) return { probe: null, reason: null }
  // What is refused already although the key is active would be refused afterwards whatever became of it.
  const isBlind = known.state === 'active' && (await probe()) !== 'valid'
  return isBlind ? none('failed') : { probe, reason: null }
}
