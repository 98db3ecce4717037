import type { Reads } from './reads.ts'

const mostRemembered = 50_000

/**
 * `find`, with what it found remembered for as long as nothing has been committed that could have changed it, by
 * whomever: asked of the database each time, which costs a tenth of finding it. What was not found is looked for again.
 */
export const prepareRemembered = <Row>(
  reads: Pick<Reads, 'version' | 'prepareOne'>,
  find: (name: string) => Row | null,
): ((name: string) => Row | null) => {
  const readChanges = reads.prepareOne(database =>
    database.selectFrom('acceptance').select('changes').where('id', '=', 1),
  )
  const rows = new Map<string, Row>()
  let version: number | null = null
  let changes: number | null = null

  /** Most of what is committed are uses, which change nothing here. */
  const forgetChanged = (): void => {
    const current = reads.version()
    if (current === version) return
    const counted = readChanges(1)?.changes ?? null
    // In this order: what is committed in between is then seen the next time.
    version = current
    if (counted === null || counted !== changes) rows.clear()
    changes = counted
  }

  return name => {
    forgetChanged()
    const known = rows.get(name)
    if (known !== undefined) return known
    const row = find(name)
    if (row === null) return null
    if (rows.size >= mostRemembered) rows.clear()
    rows.set(name, row)
    return row
  }
}
