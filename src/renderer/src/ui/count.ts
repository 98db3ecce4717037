const numbers = new Intl.NumberFormat('en')

/** "1,204" */
export const formatCount = (count: number): string => numbers.format(count)

/** "1 key", "1,204 keys" */
export const countOf = (count: number, one: string): string =>
  `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`

/** "12 of 1,204 keys match"; "2,000+ of …" while it is being counted. */
export const matchCount = (
  total: number,
  unfiltered: number,
  one = 'key',
  counted = true,
): string => {
  if (!counted && total === 0) return `Searching ${countOf(unfiltered, one)}`
  return `${formatCount(total)}${counted ? '' : '+'} of ${countOf(unfiltered, one)} match`
}
