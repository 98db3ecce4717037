import type { KeyFilters } from '../../../shared/contract/keys.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import type { KeysView } from '../state/keys-window.ts'
import { FilterRow } from '../ui/filters/filter-row.tsx'
import { chosenFilters, type FilterName } from '../ui/filters/filters.ts'
import { GoneButton } from './gone-button.tsx'
import { useFindOwners } from './use-find-owners.ts'

type ListFiltersProps = {
  readonly view: KeysView
  readonly offered: readonly FilterName[]
  readonly filters: KeyFilters
  readonly profile: Profile | null
  readonly onFilter: (filters: KeyFilters) => void
  /** How many were deleted elsewhere. */
  readonly gone: number
}

/** What narrows the list in sight, and the way to what is no longer in it. */
export const ListFilters = ({ view, gone, ...given }: ListFiltersProps) => {
  const findOwners = useFindOwners(view.query)
  // Where there is no key at all, nothing narrows.
  const offered =
    view.unfiltered > 0 || chosenFilters(given.filters).length > 0 ? given.offered : []
  return (
    <FilterRow {...given} offered={offered} counts={view.counts} findOwners={findOwners}>
      <GoneButton scope={view.query.scope} kind={view.query.kind} count={gone} />
    </FilterRow>
  )
}
