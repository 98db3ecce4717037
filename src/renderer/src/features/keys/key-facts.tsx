import type { ReactNode } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { EnvironmentBadge, StateBadge } from '../../ui/badges.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PlainLines, PlainText } from '../../ui/plain-text.tsx'
import classes from './key-facts.module.css'

type Fact = { readonly label: string; readonly value: ReactNode }

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

/** What tells one key from another, before something is done to it. */
export const identityFacts = (row: KeyRow, profile: Profile | null): readonly Fact[] => [
  { label: 'Name', value: text(row.name) },
  { label: 'Key', value: code(row.mask) },
  { label: 'Environment', value: <EnvironmentBadge environment={row.environment} /> },
  { label: 'Status', value: <StateBadge state={row.state} profile={profile} /> },
  { label: 'Created by', value: text(row.createdBy) },
  { label: 'Last used', value: <Moment at={row.lastUsedAt} none="Never" /> },
]

/** All that is known of a key. */
export const allFacts = (row: KeyRow, profile: Profile | null): readonly Fact[] => [
  ...identityFacts(row, profile).filter(({ label }) => label !== 'Name'),
  { label: 'Description', value: row.description ? <PlainLines text={row.description} /> : '–' },
  { label: 'Created', value: <Moment at={row.createdAt} /> },
  { label: 'Changed', value: <Moment at={row.updatedAt} /> },
  { label: 'Expires', value: <Moment at={row.expiresAt} none="Never" /> },
  ...(row.usageCount === null ? [] : [{ label: 'Uses', value: String(row.usageCount) }]),
  { label: 'ID', value: code(row.id) },
]
