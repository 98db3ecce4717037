import { assertNever } from '../../../../shared/app-error.ts'
import type { ExpirySpan, KeyFilters, KeysQuery } from '../../../../shared/contract/keys.ts'
import type { KeyState } from '../../../../shared/domain/key.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { environmentName } from '../environment.ts'
import { stateWord } from '../key-words.ts'
import { kindText } from '../kind-words.ts'
import { shortText } from '../visible-text.ts'
import type { FilterName, Narrowing } from './filters.ts'

export const filterLabels: Readonly<Record<FilterName, string>> = {
  kind: 'Kind',
  states: 'Status',
  environment: 'Environment',
  expiry: 'Expiry',
  owner: 'Owner',
  neverUsed: 'Never used',
}

/** In the order in which they are shown. */
export const stateOrder = [
  'active',
  'suspended',
  'expired',
  'revoked',
  'absent',
  'unknown',
] as const satisfies readonly KeyState[]

/** In the order in which they are shown. */
export const expiryOrder = ['week', 'month', 'never'] as const satisfies readonly ExpirySpan[]

export const expiryText: Readonly<Record<ExpirySpan, string>> = {
  week: 'Within 7 days',
  month: 'Within 30 days',
  never: 'Never',
}

/** What was chosen, as it stands behind the name of its filter; empty where the name says it all. */
const chosenText = (name: FilterName, filters: KeyFilters, profile: Profile | null): string => {
  const { kind, states, environment, expiry, owner } = filters
  switch (name) {
    case 'kind':
      return kind ? kindText(kind, profile).title : ''
    case 'states':
      return stateOrder
        .filter(state => states?.includes(state))
        .map(state => stateWord(state, profile))
        .join(', ')
    case 'environment':
      return environment ? environmentName[environment] : ''
    case 'expiry':
      return expiry ? expiryText[expiry] : ''
    case 'owner':
      return owner === undefined ? '' : shortText(owner, 24)
    case 'neverUsed':
      return ''
    default:
      return assertNever(name)
  }
}

/** "Status: Suspended, Expired"; the name alone where nothing is chosen. */
export const filterText = (
  name: FilterName,
  filters: KeyFilters,
  profile: Profile | null,
): string => {
  const chosen = chosenText(name, filters, profile)
  return chosen === '' ? filterLabels[name] : `${filterLabels[name]}: ${chosen}`
}

/** The same of whatever holds rows back, to be spoken of in a sentence. */
export const narrowingText = (
  name: Narrowing,
  query: KeyFilters & Pick<KeysQuery, 'search'>,
  profile: Profile | null,
): string =>
  `“${name === 'search' ? shortText(query.search.trim(), 40) : filterText(name, query, profile)}”`
