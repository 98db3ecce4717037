import type { KeyId } from '../../../shared/domain/key.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { z } from '../../../shared/zod.ts'
import type { Secret } from '../../base/secret.ts'
import type { Http, HttpReply } from '../connector.ts'
import { messageIn } from '../message.ts'
import { parse } from '../parse.ts'
import { organizationOn, present, workspaceIn } from './place.ts'

const Models = z.object({ data: z.array(z.unknown()) })

/**
 * Lists models, which costs nothing, and compares whose key it was with whose it should be: the answer's headers name
 * organization and workspace (https://platform.claude.com/docs/en/api/overview, response headers).
 */
export const check = async (
  http: Http,
  key: Secret,
): Promise<{ readonly verdict: Verdict; readonly id: KeyId | null }> => {
  const reply = await present(http, key, { method: 'GET', path: '/models', query: { limit: 1 } })
  if (reply.status >= 300) return { verdict: refusalOf(reply), id: null }
  parse(Models, reply.body)
  return { verdict: (await isOurs(http, reply)) ? 'valid' : 'wrong-environment', id: null }
}

// It says the same of a key that it never knew and of one that was archived, perhaps of one that is inactive too.
const refusalOf = ({ status, body }: HttpReply): Verdict =>
  status === 401 && /invalid x-api-key/i.test(messageIn(body) ?? '') ? 'not-found' : 'unknown'

const isOurs = async (http: Http, { headers }: HttpReply): Promise<boolean> => {
  const workspace = workspaceIn(http)
  const itsWorkspace = headers['anthropic-workspace-id']
  if (workspace !== null) return itsWorkspace === undefined || itsWorkspace === workspace
  const itsOrganization = headers['anthropic-organization-id']
  return itsOrganization === undefined || itsOrganization === (await organizationOn(http)).id
}
