import type { ConnectionDraft } from '../../../shared/domain/connection.ts'
import { environments } from '../../../shared/domain/environment.ts'
import { foldName, nameProblem } from '../../../shared/domain/name.ts'
import { AppError, type FieldProblem, type Issue } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import type { StoredConnection } from '../ports.ts'
import { judgeServiceUrl } from './service-url.ts'
import { trustProblem } from './trust.ts'

type Typed = Pick<ConnectionDraft, 'name' | 'connector' | 'url' | 'trust'> & {
  /** Null where credentials are not part of the form. */
  readonly credentials: ConnectionDraft['credentials'] | null
}

/** Turns a form as it was typed into a connection and its credentials, or throws every issue at once. */
export const judgeConnection = (typed: Typed, others: readonly StoredConnection[]) => {
  const url = judgeServiceUrl(typed.url)
  const issues = [
    issue('name', nameProblem(typed.name) ?? takenProblem(typed.name, others)),
    issue('url', url.ok ? null : url.problem),
    issue('trust.ca', trustProblem(typed.trust)),
    ...credentialIssues(typed.credentials),
  ].flat()
  if (issues.length > 0 || !url.ok) throw new AppError({ code: 'invalid-input', issues })
  return {
    connection: {
      name: typed.name.trim(),
      connector: typed.connector,
      origin: url.origin,
      trust: typed.trust,
    },
    given: environments.flatMap(environment => {
      const typedCredential = typed.credentials?.[environment] ?? null
      return typedCredential === null ? [] : [{ environment, credential: secret(typedCredential) }]
    }),
  }
}

const issue = (field: string, problem: FieldProblem | null): Issue[] =>
  problem === null ? [] : [{ field, problem }]

const takenProblem = (name: string, others: readonly StoredConnection[]): 'taken' | null =>
  others.some(other => foldName(other.name) === foldName(name)) ? 'taken' : null

const credentialIssues = (credentials: Typed['credentials']): Issue[] => {
  if (credentials === null) return []
  if (environments.every(environment => credentials[environment] === null)) {
    return [{ field: 'credentials.preview', problem: 'credential-missing' }]
  }
  return environments.flatMap(environment =>
    issue(`credentials.${environment}`, headerProblem(credentials[environment])),
  )
}

/** A credential travels in a header: visible ASCII only (RFC 9110 section 5.5), or it was pasted wrong. */
const headerProblem = (credential: string | null): FieldProblem | null =>
  credential === null || /^[\x21-\x7e]+$/.test(credential) ? null : 'credential-characters'
