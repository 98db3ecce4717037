import type { ReactNode } from 'react'
import type { KeyRow, KeysWindow } from '../../../shared/contract/keys.ts'
import type { KeyKind } from '../../../shared/domain/key.ts'
import type { ColumnId, Profile } from '../../../shared/domain/profile.ts'
import { EnvironmentBadge, StateBadge } from './badges.tsx'
import { formatCount } from './count.ts'
import type { Column } from './grid/grid-head.tsx'
import classes from './key-cells.module.css'
import { stateWord } from './key-words.ts'
import { Moment } from './moment.tsx'
import { EndText, PlainText } from './plain-text.tsx'
import { shortText } from './visible-text.ts'

export type KeyColumn = Column<KeyRow, KeysWindow['sort']['column']>
type Shape = Pick<KeyColumn, 'sort' | 'hide' | 'align'> & {
  /**
   * CSS `flex`, or the least width in px of a column that neither grows nor shrinks. A name does not shrink: it says
   * whose row it is.
   */
  readonly width: string | number
  readonly cell: (row: KeyRow, given: ColumnsGiven) => ReactNode
}

export type ColumnsGiven = {
  /** Null lists both kinds. */
  readonly kind: KeyKind | null
  /** Of the list; its columns are shown where it names any. */
  readonly profile: Profile | null
  /** Of one row, where the list holds several environments; the list's own unless given. */
  readonly profileFor?: (row: KeyRow) => Profile | null
  /** Keys of both environments stand side by side: where each belongs is always in sight. */
  readonly mixed?: boolean
  /** What is going on with a key, in a word or two each. */
  readonly marks?: (row: KeyRow) => readonly string[]
}

/** The same key id may occur in two services. */
export const idOfKey = ({
  connection,
  environment,
  id,
}: Pick<KeyRow, 'connection' | 'environment' | 'id'>): string =>
  `${connection} ${environment} ${id}`

const profileOf = (row: KeyRow, { profile, profileFor }: ColumnsGiven): Profile | null =>
  profileFor ? profileFor(row) : profile

type CellProps = { readonly row: KeyRow; readonly given: ColumnsGiven }

/** Name over what goes on with the key, so that a long name does not push that out of sight. */
const Name = ({ row, given }: CellProps) => (
  <span className={classes.both}>
    <span className={classes.name}>
      <PlainText text={row.name} />
    </span>
    <Marks marks={given.marks?.(row) ?? []} />
  </span>
)

const Marks = ({ marks }: { readonly marks: readonly string[] }) =>
  marks.length === 0 ? null : (
    <span className={classes.marks} title={marks.join(', ')}>
      {marks.join(' · ')}
    </span>
  )

const Mask = ({ row, given }: CellProps) => {
  if (row.state === 'absent') {
    return <span className={classes.muted}>{stateWord('absent', profileOf(row, given))}</span>
  }
  return (
    <code className={classes.mask}>
      {row.mask === null ? '–' : <EndText text={row.mask} end={4} />}
    </code>
  )
}

type WhenProps = { readonly at: number | null; readonly none?: string }

const When = ({ at, none = '–' }: WhenProps) => (
  <span className={classes.muted}>
    <Moment at={at} none={none} compact />
  </span>
)

/** Plain elements: a component of Mantine in each cell would cost too much. */
const shapes: Readonly<Record<ColumnId, Shape>> = {
  name: {
    ...{ sort: 'name', width: '2 0 130px' },
    cell: (row, given) => <Name {...{ row, given }} />,
  },
  key: {
    ...{ sort: 'name', width: '2 0 180px' },
    cell: (row, given) => (
      <span className={classes.both}>
        <span className={classes.name}>
          <PlainText text={row.name} />
        </span>
        <span>
          <Mask {...{ row, given }} />
          <Marks marks={given.marks?.(row) ?? []} />
        </span>
      </span>
    ),
  },
  mask: {
    ...{ sort: 'mask', width: '0 1 200px' },
    cell: (row, given) => <Mask {...{ row, given }} />,
  },
  state: {
    ...{ sort: 'state', width: 112 },
    cell: (row, given) => <StateBadge state={row.state} profile={profileOf(row, given)} />,
  },
  environment: {
    ...{ sort: null, width: 88, hide: 'wide' },
    cell: (row, { mixed = false }) => (
      <EnvironmentBadge environment={row.environment} strong={mixed} />
    ),
  },
  createdAt: {
    ...{ sort: 'createdAt', width: 80, hide: 'narrow' },
    cell: row => <When at={row.createdAt} />,
  },
  createdBy: {
    ...{ sort: 'createdBy', width: '1 1 100px', hide: 'medium' },
    cell: row => (
      <span className={classes.muted}>
        {row.createdBy === null ? '–' : <PlainText text={row.createdBy} />}
      </span>
    ),
  },
  updatedAt: { sort: 'updatedAt', width: 96, cell: row => <When at={row.updatedAt} /> },
  lastUsedAt: {
    ...{ sort: 'lastUsedAt', width: 80, hide: 'medium' },
    // Who counts no uses does not know that there was none: a key that is in use would look as if nobody missed it.
    cell: row => <When at={row.lastUsedAt} none={row.usageCount === null ? '–' : 'Never'} />,
  },
  usageCount: {
    ...{ sort: 'usageCount', width: 76, align: 'end' },
    cell: row => (
      <span className={classes.muted}>
        {row.usageCount === null ? '–' : formatCount(row.usageCount)}
      </span>
    ),
  },
  expiresAt: {
    ...{ sort: 'expiresAt', width: 84, hide: 'narrow' },
    cell: row => <When at={row.expiresAt} none="Never" />,
  },
}

const labels: Readonly<Record<ColumnId, string>> = {
  name: 'Name',
  key: 'Key',
  mask: 'Key',
  state: 'Status',
  environment: 'Environment',
  createdAt: 'Created',
  createdBy: 'Created by',
  updatedAt: 'Changed',
  lastUsedAt: 'Last used',
  usageCount: 'Uses',
  expiresAt: 'Expires',
}

const ours: Readonly<Record<KeyKind, readonly ColumnId[]>> = {
  key: [
    ...(['name', 'mask', 'state', 'environment', 'createdAt', 'createdBy'] as const),
    ...(['lastUsedAt', 'expiresAt'] as const),
  ],
  system: ['name', 'mask', 'environment', 'updatedAt', 'createdBy'],
}

/** The columns of a list of keys: those that its service names, or Claviger's. */
export const keyColumns = (given: ColumnsGiven): readonly KeyColumn[] => {
  const { kind, profile, mixed = false } = given
  const named = kind === null ? null : (profile?.kinds[kind]?.columns ?? null)
  const chosen = named ?? ours[kind ?? 'key'].map(id => ({ id, label: labels[id] }))
  return withEnvironment(chosen, mixed).map(({ id, label }) => {
    const { cell, hide, width, ...shape } = shapes[id]
    // What a service names gives way last; an environment never does where both stand side by side.
    const stays = (named !== null && hide === 'wide') || (mixed && id === 'environment')
    const gives = hide && !stays ? { hide } : {}
    const flex = typeof width === 'string' ? width : `0 0 ${Math.max(width, headWidth(label))}px`
    const heading = { id, label: shortText(label, 40) }
    return { ...heading, ...shape, flex, ...gives, cell: row => cell(row, given) }
  })
}

/** Room for a heading and its arrow, in px: its words are the service's, and of any length. */
const headWidth = (label: string): number => Math.min(160, Math.ceil(label.length * 6.8) + 20)

type Named = { readonly id: ColumnId; readonly label: string }

const withEnvironment = (columns: readonly Named[], mixed: boolean): readonly Named[] => {
  if (!mixed || columns.some(({ id }) => id === 'environment')) return columns
  const [first, ...others] = columns
  return [...(first ? [first] : []), { id: 'environment', label: labels.environment }, ...others]
}
