import type { KeyId } from '../../../shared/domain/key.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { infoOf } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { Secret } from '../../base/secret.ts'
import type { Http, HttpReply } from '../connector.ts'
import { parse } from '../parse.ts'
import { keysPath, projectIn } from './place.ts'
import { codeIn, scopeMissingIn } from './refusal.ts'

type Checked = { readonly verdict: Verdict; readonly id: KeyId | null }

/** A key that lacks a scope was let in first: it is accepted, though not for everything. */
const verdictOf = ({ status, body }: HttpReply): Verdict => {
  if (status < 300 || scopeMissingIn(body) !== null) return 'valid'
  const code = codeIn(body)
  if (code === 'mismatched_project') return 'wrong-environment'
  return code === 'invalid_api_key' ? 'not-found' : 'unknown'
}

const Models = z.object({ data: z.array(z.unknown()) })

/** Lists models, which costs nothing, as a key of the environment's project and no other. */
const checkInProject = async (http: Http, project: string, key: Secret): Promise<Checked> => {
  const headers = { 'openai-project': project }
  const reply = await http.present(key, { method: 'GET', path: '/models', headers })
  const verdict = verdictOf(reply)
  if (reply.status < 300) parse(Models, reply.body)
  return { verdict, id: null }
}

const FirstOf = z.object({ data: z.array(z.object({ id: z.string() })) })

/** An admin key is accepted by the administration alone. What it sees first must be known to this organization too. */
const checkAdminKey = async (http: Http, key: Secret): Promise<Checked> => {
  const request = { method: 'GET', path: keysPath(http), query: { limit: 1 } } as const
  const reply = await http.present(key, request)
  const verdict = verdictOf(reply)
  if (reply.status >= 300) return { verdict, id: null }
  const [first] = parse(FirstOf, reply.body).data
  const ours = first === undefined || (await isOurs(http, first.id))
  return { verdict: ours ? verdict : 'wrong-environment', id: null }
}

const isOurs = async (http: Http, id: string): Promise<boolean> => {
  try {
    await http.send({ method: 'GET', path: keysPath(http, id) })
    return true
  } catch (cause) {
    if (infoOf(cause)?.code === 'not-found') return false
    throw cause
  }
}

export const check = (http: Http, key: Secret): Promise<Checked> => {
  const project = projectIn(http)
  return project === null ? checkAdminKey(http, key) : checkInProject(http, project, key)
}
