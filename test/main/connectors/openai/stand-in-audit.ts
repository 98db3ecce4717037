import type { Answer } from '../stand-in-server.ts'
import { type Admin, type AuditEvent, page } from './stand-in-world.ts'

const eventOut = ({ id, type, effective_at, project, key }: AuditEvent) => ({
  id,
  type,
  effective_at,
  ...(project === null ? {} : { project: { id: project, name: project } }),
  actor: {
    type: 'session',
    session: { user: { id: 'user_abc', email: 'ada@example.com' }, ip_address: '127.0.0.1' },
  },
  [type]: { id: key },
})

/** `/organization/audit_logs`, the newest first; null for another path. */
export const auditLog = ({ asked, organization, path }: Admin): Answer | null => {
  if (path !== '/organization/audit_logs') return null
  const types = asked.query.getAll('event_types[]')
  const projects = asked.query.getAll('project_ids[]')
  const events = organization.events.filter(
    ({ type, project }) =>
      (types.length === 0 || types.includes(type)) &&
      (projects.length === 0 || (project !== null && projects.includes(project))),
  )
  return page(asked, events.map(eventOut))
}
