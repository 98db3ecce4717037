import { infoOf } from '../../shared/error.ts'
import type { Log, LogFields } from './log.ts'

const topFrame = /\n\s+at .*?([^\s/\\()]+:\d+:\d+)\)?(?:\n|$)/

/** What a failure is and where it was thrown; never its message, which may quote anything. */
export const faultOf = (cause: unknown): LogFields => {
  if (!(cause instanceof Error)) return { name: typeof cause }
  const place = topFrame.exec(cause.stack?.slice(String(cause).length) ?? '')?.[1] ?? null
  return { name: nameOf(cause), code: infoOf(cause)?.code ?? null, place }
}

// Whoever throws may have named it after anything; a class is named in letters.
const nameOf = ({ name }: Error): string => (/^[A-Za-z]{1,60}$/.test(name) ? name : 'Error')

/** The last resort: what nobody caught is logged, and the application goes on with what it holds. */
export const surviveFaults = (log: Log): void => {
  process.on('uncaughtException', cause => log('uncaught-exception', faultOf(cause)))
  process.on('unhandledRejection', cause => log('unhandled-rejection', faultOf(cause)))
}
