import type { KeyId, Scope } from '../../shared/domain/key.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import { type Secret, secret } from '../base/secret.ts'
import type { Clipboard } from './ports.ts'
import type { OpenScope } from './scopes.ts'

export type CheckParts = {
  readonly clipboard: Clipboard
  readonly open: OpenScope
  readonly untilLocked: () => AbortSignal
}

const longestKey = 512

/** What the service says to the key that is on the clipboard. The key is read here and goes to the service alone. */
export const checkKey =
  ({ clipboard, open, untilLocked }: CheckParts) =>
  async (scope: Scope): Promise<{ readonly verdict: Verdict; readonly key: KeyId | null }> => {
    const key = await keyOnClipboard(clipboard)
    const { connector, http } = await open(scope, { signal: untilLocked() })
    const { check } = connector.operations
    if (!check) throw new AppError({ code: 'unsupported', effect: 'verify' })
    const { verdict, id } = await check(http, key).catch(cause => {
      throw withoutWords(cause)
    })
    return { verdict, key: id }
  }

/** Throws `no-key-on-clipboard` where nothing on it could be one. */
export const keyOnClipboard = async (clipboard: Clipboard): Promise<Secret> => {
  const key = keyIn(await clipboard.read())
  if (key === null) throw new AppError({ code: 'no-key-on-clipboard' })
  return key
}

/** One line that could be a key, without the space around it that was copied with it. */
const keyIn = (copied: Secret | null): Secret | null => {
  const text = copied?.expose().trim() ?? ''
  const isKey = text !== '' && text.length <= longestKey && !/\p{Cc}|\p{Zl}|\p{Zp}/u.test(text)
  return isKey ? secret(text) : null
}

/** A service's own words may repeat the key that was sent, and are shown. */
export const withoutWords = (cause: unknown): unknown => {
  const info = infoOf(cause)
  switch (info?.code) {
    case 'refused':
      return new AppError({ ...info, detail: null })
    case 'forbidden':
      return new AppError({ ...info, permission: null })
    case 'plan-required':
      return new AppError({ ...info, effect: null })
    default:
      return cause
  }
}
