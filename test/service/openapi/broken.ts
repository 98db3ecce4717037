const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** A copy of the document with another value at a JSON Pointer (RFC 6901); undefined takes what is there away. */
export const brokenAt = (document: unknown, pointer: string, value: unknown): unknown => {
  const copy = structuredClone(document)
  const steps = pointer.slice(1).split('/')
  const names = steps.map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = names.pop() ?? ''
  let place: unknown = copy
  for (const name of names) {
    if (!isRecord(place) || !(name in place)) throw new Error(`There is no ${pointer}`)
    place = place[name]
  }
  if (!isRecord(place)) throw new Error(`There is no ${pointer}`)
  if (value === undefined) delete place[last]
  else place[last] = value
  return copy
}
