import type { ErrorInfo } from './error.ts'

// Apart from `error.ts`, so that the page can use it without carrying zod.

/** A failure that a person can act on. Anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly info: ErrorInfo
  constructor(info: ErrorInfo, options?: ErrorOptions) {
    super(info.code, options)
    this.name = 'AppError'
    this.info = info
  }
}

/** What crosses the IPC door: it never rejects. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorInfo }

export const unwrap = <T>(result: Result<T>): T => {
  if (result.ok) return result.value
  throw new AppError(result.error)
}

/** The error as data; a bug has none and answers null. */
export const infoOf = (cause: unknown): ErrorInfo | null =>
  cause instanceof AppError ? cause.info : null

export const assertNever = (value: never): never => {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`)
}
