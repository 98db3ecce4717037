import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { type Intent, intentStates } from '../../../shared/domain/intent.ts'
import { z } from '../../../shared/zod.ts'
import { type CheckedCopy, checkedCopy } from './checked-copy.ts'
import { CopiedIntent, listOpenIntents, putIntent } from './intents.ts'
import { first, transact } from './sql.ts'

/** The intents that are not finished, `intents.json` beside the database: without them nobody knows of a lost secret. */
export type IntentCopy = CheckedCopy<Intent>

export const intentCopyOf = (database: string): IntentCopy =>
  checkedCopy(join(dirname(database), 'intents.json'), {
    member: 'intents',
    parse: intents => z.array(CopiedIntent).parse(intents),
  })

/** Runs `work` with the copy written before its commit, so that no confirmed intent is missing from it. */
export const copyingIntents = <T>(database: DatabaseSync, copy: IntentCopy, work: () => T): T => {
  let undo = () => {}
  try {
    return transact(database, () => {
      const result = work()
      const open = listOpenIntents(database)
      if (!isHeld(copy, open)) undo = copy.write(open)
      return result
    })
  } catch (cause) {
    undo()
    throw cause
  }
}

// Where there never was one, there is no file.
const isHeld = (copy: IntentCopy, open: readonly Intent[]): boolean =>
  copy.holds(open) || (open.length === 0 && copy.read() === null && copy.readPrevious() === null)

/**
 * Puts back what the copy has, which carries a checksum. One that a sound database knows to be further stays so: the
 * copy may be the generation before, or an earlier version, which writes none, has gone on without it. Of a database
 * that was `damaged` not even that is trusted.
 */
export const restoreIntents = (
  database: DatabaseSync,
  copy: IntentCopy,
  damaged: boolean,
): void => {
  for (const intent of copy.read() ?? copy.readPrevious() ?? []) {
    if (damaged || !isFurther(database, intent)) putIntent(database, intent)
  }
}

const isFurther = (database: DatabaseSync, { id, state }: Intent): boolean => {
  const known = first<Pick<Intent, 'state'>>(database, 'SELECT state FROM intents WHERE id = ?', id)
  return known !== null && intentStates.indexOf(known.state) > intentStates.indexOf(state)
}

/** Makes the copy agree with the database, in a transaction of its own. */
export const renewIntentCopy = (database: DatabaseSync, copy: IntentCopy): void =>
  copyingIntents(database, copy, () => undefined)
