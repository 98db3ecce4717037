import { assertNever } from '../../../../shared/app-error.ts'
import type { KeyFilters, KeysQuery } from '../../../../shared/contract/keys.ts'
import type { KeyKind } from '../../../../shared/domain/key.ts'
import type { ColumnId, Profile } from '../../../../shared/domain/profile.ts'
import { keyColumns } from '../key-columns.tsx'

/** In the order in which they are shown. */
export const filterOrder = [
  'kind',
  'states',
  'environment',
  'expiry',
  'owner',
  'neverUsed',
] as const satisfies readonly (keyof KeyFilters)[]
export type FilterName = (typeof filterOrder)[number]

/** What holds rows back from a list: its search too. */
export type Narrowing = FilterName | 'search'

const isChosen = (filters: KeyFilters, name: FilterName): boolean =>
  (filters[name] ?? false) !== false

/** Those that hold something back. */
export const chosenFilters = (filters: KeyFilters): readonly FilterName[] =>
  filterOrder.filter(name => isChosen(filters, name))

/** `of`: the filters that a person can see and take away again. */
export const narrowings = (
  query: KeyFilters & Pick<KeysQuery, 'search'>,
  of: readonly FilterName[],
): readonly Narrowing[] => [
  ...(query.search.trim() === '' ? [] : (['search'] as const)),
  ...chosenFilters(query).filter(name => of.includes(name)),
]

const besideKind = filterOrder.filter(name => name !== 'kind')

/** Whether anything but its scope and kind holds rows back from a list. */
export const isNarrowed = (query: KeyFilters & Pick<KeysQuery, 'search'>): boolean =>
  narrowings(query, besideKind).length > 0

/** The same list with one thing less that holds rows back. */
export const withoutOne = <Query extends KeyFilters>(query: Query, name: Narrowing): Query => {
  switch (name) {
    case 'search':
      return { ...query, search: '' }
    case 'kind':
      return { ...query, kind: null }
    case 'states':
      return { ...query, states: null }
    case 'environment':
      return { ...query, environment: undefined }
    case 'expiry':
      return { ...query, expiry: undefined }
    case 'owner':
      return { ...query, owner: undefined }
    case 'neverUsed':
      return { ...query, neverUsed: undefined }
    default:
      return assertNever(name)
  }
}

/** One state more, or one less. None at all is the same as every one. */
export const withState = (
  filters: KeyFilters,
  state: NonNullable<KeyFilters['states']>[number],
): KeyFilters => {
  const before = filters.states ?? []
  const states = before.includes(state) ? before.filter(one => one !== state) : [...before, state]
  return { ...filters, states: states.length === 0 ? null : states }
}

type Given = {
  readonly kind: KeyKind | null
  readonly profile: Profile | null
  /** Keys of both environments stand side by side. */
  readonly mixed: boolean
  readonly filters: KeyFilters
}

/** Columns of which each filter asks. */
const columnsOf = {
  kind: [],
  states: ['state', 'mask', 'key', 'name'],
  environment: [],
  expiry: ['expiresAt'],
  owner: ['createdBy'],
  neverUsed: ['lastUsedAt', 'usageCount'],
} as const satisfies Readonly<Record<FilterName, readonly ColumnId[]>>

/** What can be chosen of a list: what its columns tell, and whatever was chosen already. */
export const offeredFilters = ({ kind, profile, mixed, filters }: Given): readonly FilterName[] => {
  const columns = keyColumns({ kind, profile, mixed }).map(({ id }) => id)
  const chosen = chosenFilters(filters)
  return filterOrder.filter(
    name =>
      chosen.includes(name) ||
      (name === 'environment' && mixed) ||
      columnsOf[name].some(id => columns.includes(id)),
  )
}
