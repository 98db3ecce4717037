import type { Intent } from '../../shared/domain/intent.ts'
import { AppError, assertNever } from '../../shared/error.ts'
import type { CreatedKey, Http, Operations, Versioned } from '../connectors/connector.ts'

type Request = (http: Http) => Promise<CreatedKey>

/** What is sent for an intent, the same each time. Throws `unsupported` where the service's connector has no such. */
export const requestOf = (
  intent: Intent,
  { create, generate, rotate }: Pick<Operations, 'create' | 'generate' | 'rotate'>,
): Request => {
  const { id, kind, name, description, expiresAt } = intent
  switch (kind) {
    case 'create':
      return ask(create, kind, run => http => run(http, { name, description, expiresAt }, id))
    case 'generate':
      return ask(generate, kind, run => http => run(http, targetOf(intent), id))
    case 'rotate':
      return ask(
        rotate,
        kind,
        run => http => run(http, targetOf(intent), intent.overlapSeconds ?? 0, id),
      )
    default:
      return assertNever(kind)
  }
}

const ask = <O>(
  operation: O | undefined,
  effect: Intent['kind'],
  request: (operation: O) => Request,
): Request => {
  if (operation === undefined) throw new AppError({ code: 'unsupported', effect })
  return request(operation)
}

const targetOf = ({ target, version }: Intent): Versioned => {
  if (target === null) throw new AppError({ code: 'not-found', what: 'key' })
  return { id: target, version }
}
