import type { ReactNode } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import type { ColumnId, Profile } from '../../../../shared/domain/profile.ts'
import { EnvironmentBadge, StateBadge } from '../../ui/badges.tsx'
import { formatCount } from '../../ui/count.ts'
import { stateWord } from '../../ui/key-words.ts'
import { Moment } from '../../ui/moment.tsx'
import { PlainLines, PlainText } from '../../ui/plain-text.tsx'
import { exactTime } from '../../ui/time.ts'
import classes from './key-facts.module.css'

type Fact = {
  readonly label: string
  readonly value: ReactNode
  /** What a form has as a field of its own. */
  readonly field?: 'name' | 'state' | 'description'
}

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

/** As the service calls it in its list; `ours` where it does not. */
const labelOf = (id: ColumnId, ours: string, { kind }: KeyRow, profile: Profile | null): string =>
  profile?.kinds[kind]?.columns?.find(column => column.id === id)?.label ?? ours

const maskOf = (row: KeyRow, profile: Profile | null): ReactNode =>
  row.state === 'absent' ? stateWord('absent', profile) : code(row.mask)

/** What tells one key from another, before something is done to it. */
export const identityFacts = (row: KeyRow, profile: Profile | null): readonly Fact[] => {
  const label = (id: ColumnId, ours: string) => labelOf(id, ours, row, profile)
  return [
    { label: label('name', 'Name'), value: text(row.name), field: 'name' },
    { label: label('mask', 'Key'), value: maskOf(row, profile) },
    {
      label: label('environment', 'Environment'),
      value: <EnvironmentBadge environment={row.environment} />,
    },
    ...(row.state === 'absent'
      ? []
      : [
          {
            label: label('state', 'Status'),
            value: <StateBadge state={row.state} profile={profile} />,
            field: 'state' as const,
          },
        ]),
    { label: label('createdBy', 'Created by'), value: text(row.createdBy) },
    {
      label: label('lastUsedAt', 'Last used'),
      value: <Moment at={row.lastUsedAt} none="Never" />,
    },
  ]
}

/** What is known of the secret alone: when it ends, and whether the previous one is still accepted. */
export const secretFacts = (row: KeyRow, profile: Profile | null): readonly Fact[] => {
  const label = (id: ColumnId, ours: string) => labelOf(id, ours, row, profile)
  return [
    { label: label('expiresAt', 'Expires'), value: <Moment at={row.expiresAt} none="Never" /> },
    ...(row.previousUntil === null || row.previousUntil <= Date.now()
      ? []
      : [{ label: 'Previous secret', value: `Valid until ${exactTime(row.previousUntil)}` }]),
    ...(row.usageCount === null
      ? []
      : [{ label: label('usageCount', 'Uses'), value: formatCount(row.usageCount) }]),
  ]
}

/** All that is known of a key or system. */
export const allFacts = (row: KeyRow, profile: Profile | null): readonly Fact[] => {
  const label = (id: ColumnId, ours: string) => labelOf(id, ours, row, profile)
  return [
    ...identityFacts(row, profile),
    {
      label: 'Description',
      value: row.description ? <PlainLines text={row.description} /> : '–',
      field: 'description',
    },
    { label: label('createdAt', 'Created'), value: <Moment at={row.createdAt} /> },
    { label: label('updatedAt', 'Changed'), value: <Moment at={row.updatedAt} /> },
    ...(row.state === 'absent' ? [] : secretFacts(row, profile)),
    { label: 'ID', value: code(row.id) },
  ]
}

/** The same below a title that is the name already, where a key is told from others by it. */
export const detailFacts = (row: KeyRow, profile: Profile | null): readonly Fact[] =>
  allFacts(row, profile).filter(({ field }) => row.kind === 'system' || field !== 'name')

/** The same beside a form. */
export const factsBesideForm = (row: KeyRow, profile: Profile | null): readonly Fact[] =>
  allFacts(row, profile).filter(({ field }) => field === undefined)
