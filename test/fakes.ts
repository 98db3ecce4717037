import type { Clock } from '../src/main/base/clock.ts'
import { type Secret, secret } from '../src/main/base/secret.ts'
import type {
  BuiltInService,
  Clipboard,
  CopyNote,
  Emit,
  Vault,
} from '../src/main/services/ports.ts'
import { AppError, type ErrorInfo } from '../src/shared/error.ts'

/** A keychain in memory; `failWith` makes it fail until it is called with null. */
export const fakeVault = () => {
  const entries = new Map<string, Secret>()
  let failure: ErrorInfo | null = null
  const check = () => {
    if (failure) throw new AppError(failure)
  }
  const vault: Vault = {
    get: async account => {
      check()
      return entries.get(account) ?? null
    },
    set: async (account, value) => {
      check()
      entries.set(account, value)
    },
    delete: async account => {
      check()
      entries.delete(account)
    },
  }
  return {
    ...vault,
    entries,
    failWith: (info: ErrorInfo | null) => {
      failure = info
    },
  }
}

export const fakeClipboard = () => {
  let text = ''
  const clipboard: Clipboard = {
    read: async () => (text === '' ? null : secret(text)),
    write: async value => {
      text = value.expose()
    },
    clearIf: async value => {
      if (text === value.expose()) text = ''
    },
  }
  return {
    ...clipboard,
    /** What is on it now. */
    text: () => text,
    /** What the user copies elsewhere. */
    replace: (other: string) => {
      text = other
    },
  }
}

/** What an earlier run has noted, in memory. */
export const fakeNote = (noted: readonly string[] = []) => {
  let kept = noted
  const note: CopyNote = {
    keep: async secrets => {
      kept = secrets.map(secret => secret.expose())
    },
    holds: async secret => kept.includes(secret.expose()),
  }
  return { ...note, kept: () => kept }
}

/** A clock that stands still until `advance`. */
export const fakeClock = (start = Date.parse('2026-11-21T09:00:00Z')) => {
  let now = start
  let monotonic = 0
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  const clock: Clock = {
    now: () => now,
    after: (milliseconds, run) => {
      const timer = { at: monotonic + milliseconds, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  }
  return {
    ...clock,
    pending: () => timers.size,
    /** Somebody sets the computer's clock; no timer heeds it. */
    set: (time: number) => {
      now = time
    },
    advance: (milliseconds: number) => {
      now += milliseconds
      monotonic += milliseconds
      const due = [...timers].filter(timer => timer.at <= monotonic).sort((a, b) => a.at - b.at)
      for (const timer of due) if (timers.delete(timer)) timer.run()
    },
  }
}

export const recordEmit = () => {
  const events: { readonly name: string; readonly data: unknown }[] = []
  const emit: Emit = (name, data) => void events.push({ name, data })
  return { events, emit }
}

/** No built-in service can be started. */
export const noBuiltIn: BuiltInService = {
  start: async () => {
    throw new AppError({ code: 'built-in-service', cause: 'start' })
  },
  stop: async () => undefined,
}
