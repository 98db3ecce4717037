import type { AuditEntry } from '../../../shared/domain/audit.ts'
import { KeyId } from '../../../shared/domain/key.ts'
import { z } from '../../../shared/zod.ts'
import type { AuditPage, Http } from '../connector.ts'
import { eachRow, parse, secondInstant } from '../parse.ts'
import { projectIn } from './place.ts'

const pageSize = 100
const text = z.string().nullish().catch(null)
const Who = z.object({ id: text, email: text }).nullish().catch(null)
const Detail = z.object({ id: KeyId }).nullish().catch(null)

const actions = {
  'api_key.created': 'create',
  'api_key.updated': 'expire',
  'api_key.deleted': 'delete',
} as const

// AuditLogListResponse of npm openai 7.57.0: the details are under the event's own type.
const Event = z.object({
  id: z.string(),
  effective_at: secondInstant,
  type: z.string(),
  project: z.object({ id: text }).nullish().catch(null),
  actor: z
    .object({
      type: text,
      session: z.object({ user: Who }).nullish().catch(null),
      api_key: z.object({ id: text, user: Who, service_account: Who }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  'api_key.created': Detail,
  'api_key.updated': Detail,
  'api_key.deleted': Detail,
})
type Event = z.output<typeof Event>

const byOf = ({ actor }: Event): string | null => {
  const { session, api_key: key } = actor ?? {}
  const who = session?.user ?? key?.user ?? key?.service_account
  return who?.email ?? who?.id ?? key?.id ?? null
}

const entriesOf = ({ environment }: Http, event: Event): readonly AuditEntry[] => {
  const known = (['api_key.created', 'api_key.updated', 'api_key.deleted'] as const).find(
    type => type === event.type,
  )
  if (known === undefined) return []
  const { id, effective_at: at, actor } = event
  const origin = actor?.type === 'api_key' ? 'API' : actor?.type === 'session' ? 'Dashboard' : null
  const key = event[known]?.id ?? null
  return [
    { id, at, by: byOf(event), action: actions[known], origin, environment, key, keyName: null },
  ]
}

const Page = z.object({ data: z.array(z.unknown()), has_more: z.boolean(), last_id: text })

/** What was done with the environment's keys. Without a project it is the log of the whole organization. */
export const audit = async (http: Http, cursor: string | null): Promise<AuditPage> => {
  const project = projectIn(http)
  const query = {
    ...{ limit: pageSize, after: cursor, 'event_types[]': Object.keys(actions) },
    'project_ids[]': project,
  }
  const reply = await http.send({ method: 'GET', path: '/organization/audit_logs', query })
  const page = parse(Page, reply.body)
  const events = await eachRow(page.data, event => parse(Event, event))
  const mine = events.filter(event => project === null || event.project?.id === project)
  const next = page.has_more ? (page.last_id ?? events.at(-1)?.id ?? null) : null
  return { entries: mine.flatMap(event => entriesOf(http, event)), next }
}
