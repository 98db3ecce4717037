import type { KeyRow, KeysWindow } from '../../../shared/contract/keys.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { EnvironmentBadge, StateBadge } from './badges.tsx'
import type { Column } from './grid/grid-head.tsx'
import classes from './key-cells.module.css'
import { Moment } from './moment.tsx'
import { EndText, PlainText } from './plain-text.tsx'

export type KeyColumn = Column<KeyRow, KeysWindow['sort']['column']>

/** The same key id may occur in two services. */
export const idOfKey = ({ connection, environment, id }: KeyRow): string =>
  `${connection} ${environment} ${id}`

/** The columns that every list of keys has. Plain elements: a component in each cell would cost too much. */
export const keyColumns = (profile: Profile | null): readonly KeyColumn[] => [
  {
    ...{ id: 'name', label: 'Name', sort: 'name', flex: '2 1 130px' },
    cell: key => (
      <span className={classes.name}>
        <PlainText text={key.name} />
      </span>
    ),
  },
  {
    ...{ id: 'mask', label: 'Key', sort: 'mask', flex: '0 1 200px' },
    cell: key => (
      <code className={classes.mask}>
        {key.mask === null ? '–' : <EndText text={key.mask} end={4} />}
      </code>
    ),
  },
  {
    ...{ id: 'state', label: 'Status', sort: 'state', flex: '0 0 94px' },
    cell: key => <StateBadge state={key.state} profile={profile} />,
  },
  {
    ...{ id: 'environment', label: 'Environment', sort: null, flex: '0 0 88px', hide: 'wide' },
    cell: key => <EnvironmentBadge environment={key.environment} />,
  },
  {
    ...{ id: 'created', label: 'Created', sort: 'createdAt', flex: '0 0 80px' },
    cell: key => (
      <span className={classes.muted}>
        <Moment at={key.createdAt} compact />
      </span>
    ),
  },
  {
    ...{ id: 'creator', label: 'Created by', sort: 'createdBy', flex: '1 1 100px', hide: 'medium' },
    cell: key => (
      <span className={classes.muted}>
        {key.createdBy === null ? '–' : <PlainText text={key.createdBy} />}
      </span>
    ),
  },
  {
    ...{ id: 'used', label: 'Last used', sort: 'lastUsedAt', flex: '0 0 80px', hide: 'medium' },
    cell: key => (
      <span className={classes.muted}>
        <Moment at={key.lastUsedAt} none="Never" compact />
      </span>
    ),
  },
]
