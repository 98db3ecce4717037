import { useCallback } from 'react'
import type { GoneKey } from '../../../../../shared/contract/keys.ts'
import type { KeyTarget } from '../../../../../shared/domain/key.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { api } from '../../../api/index.ts'
import { type Live, useLive } from '../../../api/use-live.ts'
import { Callout } from '../../../ui/callout.tsx'
import { kindText } from '../../../ui/kind-words.ts'
import { useNow } from '../../../ui/use-now.ts'
import { goneWords } from '../gone/gone-words.ts'
import { detailFacts, Facts } from './key-facts.tsx'

/** A search takes no more of an id. */
const longestSearch = 200

/** What is kept of a key that was deleted elsewhere; null where nothing is. */
export const useGoneKey = ({ connection, environment, key }: KeyTarget): Live<GoneKey | null> => {
  const load = useCallback(async () => {
    const { rows } = await api.keys.gone({
      ...{ scope: { connection, environment }, kind: null, search: key.slice(0, longestSearch) },
      ...{ offset: 0, limit: 200 },
    })
    return rows.find(({ id }) => id === key) ?? null
  }, [connection, environment, key])
  return useLive(load, ['keys-changed']).live
}

type GoneFactsProps = { readonly row: GoneKey; readonly profile: Profile | null }

/** What was known of it, to be read. */
export const GoneFacts = ({ row, profile }: GoneFactsProps) => {
  const now = useNow()
  return (
    <>
      <Callout tone="warning" role="alert" title="Deleted elsewhere">
        {goneWords(row, now)}. Somebody else has deleted this {kindText(row.kind, profile).one}, or
        its service has. Below is what was known of it then.
      </Callout>
      <Facts facts={detailFacts(row, profile)} />
    </>
  )
}
