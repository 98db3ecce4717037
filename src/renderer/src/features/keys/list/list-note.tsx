import type { KeysView } from '../../../state/keys-window.ts'
import { readShare } from '../../../state/scope-status.ts'
import { isNarrowed } from '../../../ui/filters/filters.ts'
import { ProgressLine } from '../../../ui/progress-line.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { useListStatus } from '../../use-list-status.ts'
import { type ListWords, listWords } from './list-words.ts'

type ListNoteProps = {
  /** As it was last answered. */
  readonly listed: KeysView
  readonly one: string
  readonly part: keyof ListWords
}

/** Apart from the page, so that the list is not drawn anew with each word from the service. */
export const ListNote = ({ listed, one, part }: ListNoteProps) => {
  const status = useListStatus()
  const now = useNow()
  const filtered = isNarrowed(listed.query)
  return listWords({ numbers: listed, filtered, one, status, now })[part]
}

export const ReadingLine = () => (
  <ProgressLine label="Reading the list" share={readShare(useListStatus())} />
)
