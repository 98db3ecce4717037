import type { MessageBoxSyncOptions } from 'electron'
import { notImplemented } from './implement.ts'

/**
 * `dialog.showMessageBoxSync` inside `will-prevent-unload`, the one place where a synchronous
 * question is customary. This host cannot wait in the middle of a listener, so it runs the listeners
 * twice: the first run ends at the question, which is then put to the user; the second gets the
 * answer. What a listener does before it asks happens twice.
 */
type State =
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly response: number }

/** What the listeners decided, or the question that they ask first. */
export type Outcome =
  | { readonly kind: 'decided'; readonly leave: boolean }
  | { readonly kind: 'question'; readonly options: MessageBoxSyncOptions }

let state: State = { kind: 'elsewhere' }
let asked: MessageBoxSyncOptions | undefined

const during = <Result>(next: State, run: () => Result): Result => {
  state = next
  try {
    return run()
  } finally {
    state = { kind: 'elsewhere' }
  }
}

/** Runs the listeners until they have decided or ask. `run` answers whether the page may leave. */
export const hearListeners = (run: () => boolean): Outcome => {
  asked = undefined
  try {
    return { kind: 'decided', leave: during({ kind: 'asking' }, run) }
  } catch (error) {
    if (asked === undefined) throw error
    return { kind: 'question', options: asked }
  }
}

/** Runs the listeners again, with the user's answer to their question. */
export const tellListeners = (response: number, run: () => boolean): boolean =>
  during({ kind: 'answered', response }, run)

/** Index of the cancel button: the one given, else one that is called so, else the first. */
export const cancelIdOf = (
  options: Pick<MessageBoxSyncOptions, 'cancelId' | 'buttons'>,
): number => {
  const called = (options.buttons ?? []).findIndex(label => /^(cancel|no)$/i.test(label))
  return options.cancelId ?? Math.max(called, 0)
}

/** The button for a user who chose to leave in the browser's own dialog, or to stay. */
export const buttonFor = (options: MessageBoxSyncOptions, leave: boolean): number => {
  const cancelId = cancelIdOf(options)
  const other = (options.buttons ?? []).findIndex((_, id) => id !== cancelId)
  return leave && other >= 0 ? other : cancelId
}

export const showMessageBoxSync = (options: MessageBoxSyncOptions): number => {
  switch (state.kind) {
    case 'answered':
      return state.response
    case 'asking':
      asked = options
      throw new Error('The Chromium host asks the user first')
    case 'elsewhere':
      return notImplemented('dialog.showMessageBoxSync outside will-prevent-unload')
  }
}
