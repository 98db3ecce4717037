import type { ReactNode } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { isOffered } from '../../../../../shared/domain/availability.ts'
import type { ColumnId, Profile } from '../../../../../shared/domain/profile.ts'
import { StateBadge } from '../../../ui/badges.tsx'
import { formatCount } from '../../../ui/count.ts'
import { stateWord } from '../../../ui/key-words.ts'
import { Moment } from '../../../ui/moment.tsx'
import { PlainLines, PlainText } from '../../../ui/plain-text.tsx'
import { exactTime } from '../../../ui/time.ts'

import { editFields } from './edit-form.ts'
import classes from './key-facts.module.css'

/** `hidden`: nothing to be said of this key, or by its service. */
type Fact = { readonly label: string; readonly value: ReactNode; readonly hidden?: boolean }
type FactId = Exclude<ColumnId, 'key' | 'environment'> | 'description' | 'previousUntil' | 'id'

export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className={classes.facts}>
    {facts.map(({ label, value }) => (
      <div key={label} style={{ display: 'contents' }}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

const text = (value: string | null): ReactNode =>
  value === null || value === '' ? '–' : <PlainText text={value} longest={1000} />

const code = (value: string | null): ReactNode =>
  value === null ? '–' : <code>{text(value)}</code>

const factsOf = (row: KeyRow, profile: Profile | null): Readonly<Record<FactId, Fact>> => {
  const absent = row.state === 'absent'
  const previous = row.previousUntil !== null && row.previousUntil > Date.now()
  return {
    name: { label: 'Name', value: text(row.name) },
    mask: { label: 'Key', value: absent ? stateWord('absent', profile) : code(row.mask) },
    state: {
      ...{ label: 'Status', hidden: absent },
      value: <StateBadge state={row.state} profile={profile} />,
    },
    createdBy: {
      ...{ label: 'Created by', hidden: row.createdBy === null },
      value: text(row.createdBy),
    },
    lastUsedAt: {
      // Who counts no uses does not know that there was none.
      ...{ label: 'Last used', hidden: absent || (row.lastUsedAt ?? row.usageCount) === null },
      value: <Moment at={row.lastUsedAt} none="Never" />,
    },
    description: {
      ...{ label: 'Description', hidden: !row.description && !isOffered('describe', profile) },
      value: row.description ? <PlainLines text={row.description} /> : '–',
    },
    createdAt: { label: 'Created', value: <Moment at={row.createdAt} /> },
    updatedAt: { label: 'Changed', value: <Moment at={row.updatedAt} /> },
    expiresAt: {
      ...{ label: 'Expires', hidden: row.expiresAt === null && !isOffered('expire', profile) },
      value: <Moment at={row.expiresAt} none="Never" />,
    },
    previousUntil: {
      ...{ label: 'Previous secret', hidden: !previous },
      value: row.previousUntil !== null && `Valid until ${exactTime(row.previousUntil)}`,
    },
    usageCount: {
      ...{ label: 'Uses', hidden: absent || row.usageCount === null },
      value: formatCount(row.usageCount ?? 0),
    },
    id: { label: 'ID', value: code(row.id) },
  }
}

/** Those of `ids` that say something, each as the service calls it in its list. */
const pick =
  (ids: readonly FactId[]) =>
  (row: KeyRow, profile: Profile | null): readonly Fact[] => {
    const facts = factsOf(row, profile)
    const columns = profile?.kinds[row.kind]?.columns ?? []
    return ids
      .filter(id => !facts[id].hidden)
      .map(id => ({
        ...facts[id],
        label: columns.find(column => column.id === id)?.label ?? facts[id].label,
      }))
  }

const secret = ['expiresAt', 'previousUntil', 'usageCount'] as const
const told = ['mask', 'state', 'createdBy', 'lastUsedAt'] as const
const kept = ['description', 'createdAt', 'updatedAt', ...secret, 'id'] as const

/** What tells one key from another, before something is done to it. Its environment stands beside the title above. */
export const identityFacts = pick(['name', ...told])

/** The same, and what is known of the secret alone. */
export const secretFacts = pick(['name', ...told, ...secret])

/** All that is known. The name of a key is the title above; a system's is said once more, by its own word. */
export const detailFacts = (row: KeyRow, profile: Profile | null): readonly Fact[] =>
  pick([...(row.kind === 'system' ? (['name'] as const) : []), ...told, ...kept])(row, profile)

/** The same beside a form, without what has a field there. */
export const factsBesideForm = (row: KeyRow, profile: Profile | null): readonly Fact[] => {
  const fields = editFields(row, profile)
  const inForm = (id: FactId) =>
    (id === 'state' && fields.status) || (id === 'description' && fields.description)
  return pick([...told, ...kept].filter(id => !inForm(id)))(row, profile)
}
