import type { SavedList } from '../../../../shared/contract/files.ts'
import { countOf, formatCount } from '../../ui/count.ts'
import { exactTime } from '../../ui/time.ts'
import { shortText } from '../../ui/visible-text.ts'

/** At the start of a sentence. More than `count` may be listed while they are not counted. */
export const countText = (count: number, one: string, counted = true): string => {
  if (!counted) return `All ${one}s that are listed, ${formatCount(count)} or more,`
  return count === 1 ? `The one ${one}` : `All ${countOf(count, one)}`
}

/** What was saved, and how old it is: a file outlives the list. */
export const savedText = ({ file, count, withheld, asOf }: SavedList, one: string): string => {
  const age = asOf === null ? 'one of the lists was never read' : `as of ${exactTime(asOf)}`
  const saved = `${countOf(count, one)} saved to “${shortText(file, 80)}”, ${age}.`
  if (withheld === 0) return saved
  return `${saved} In ${countOf(withheld, one)} a text looks like a key and is written as [secret].`
}
