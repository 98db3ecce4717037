import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { copyingIntents } from '../../../../src/main/platform/store/intent-copy.ts'
import { intentsIn } from '../../../../src/main/platform/store/intents.ts'
import { openDatabase } from '../../../../src/main/platform/store/open-database.ts'
import type { Intent } from '../../../../src/shared/domain/intent.ts'
import { connection, freshFile, inside, intent } from './samples.ts'

const stored = connection()
const unfinished = intent(
  { connection: stored.id, environment: 'preview' },
  { kind: 'rotate', target: 'k1', overlapSeconds: 60, state: 'sent' },
)

const journalOf = (file: string): string => join(dirname(file), 'intents.json')

/** A closed store with a connection and an open intent. */
const filled = (): string => {
  const file = freshFile()
  inside(file, backend => {
    backend.run('connections.put', [stored])
    backend.run('intents.put', [unfinished])
  })
  return file
}

test('an open intent of which a bit flipped is what its copy says', () => {
  for (const [column, value] of [
    ['state', 'sEnt'],
    ['id', 'no id'],
    ['name', 'Another key'],
  ] as const) {
    const file = filled()
    const database = new DatabaseSync(file)
    database.prepare(`UPDATE intents SET ${column} = ?`).run(value)
    database.close()
    inside(file, backend => {
      expect(backend.run('intents.open', []), column).toEqual([unfinished])
    })
  }
})

test('an intent that an earlier version has finished is not opened again by its old copy', () => {
  const file = filled()
  const database = new DatabaseSync(file)
  database.exec("UPDATE intents SET state = 'stored'")
  database.close()
  inside(file, backend => expect(backend.run('intents.open', [])).toEqual([]))
  expect(JSON.parse(readFileSync(journalOf(file), 'utf8'))).toMatchObject({ intents: [] })
})

test('of a damaged database not even that an intent is finished is trusted', () => {
  const file = filled()
  const database = new DatabaseSync(file)
  database.exec("UPDATE intents SET state = 'stored'; PRAGMA user_version = 1000000")
  database.close()
  inside(file, backend => expect(backend.run('intents.open', [])).toEqual([unfinished]))
})

test('a copy of the generation before takes no key from an intent that was answered since', () => {
  const file = filled()
  const answered = { ...unfinished, state: 'acknowledged', key: 'k1', mask: '…ab' } as const
  inside(file, backend => backend.run('intents.put', [answered]))
  writeFileSync(journalOf(file), 'cut o')
  inside(file, backend => expect(backend.run('intents.open', [])).toEqual([answered]))
  expect(JSON.parse(readFileSync(journalOf(file), 'utf8'))).toMatchObject({ intents: [answered] })
})

test('a database that has lost its last commit is told by the copy how far an intent was', () => {
  const file = filled()
  const older = readFileSync(file)
  const answered = { ...unfinished, state: 'acknowledged', key: 'k1', mask: '…ab' } as const
  inside(file, backend => backend.run('intents.put', [answered]))
  writeFileSync(file, older)
  inside(file, backend => expect(backend.run('intents.open', [])).toEqual([answered]))
})

test('an intent is in the copy before it is confirmed, and gone from it when it is finished', () => {
  const file = freshFile()
  inside(file, backend => {
    const intents = () => JSON.parse(readFileSync(journalOf(file), 'utf8')).intents
    expect(existsSync(journalOf(file))).toBe(false)
    backend.run('intents.put', [unfinished])
    expect(intents()).toEqual([unfinished])
    expect(statSync(journalOf(file)).mode & 0o777).toBe(0o600)
    backend.run('intents.put', [{ ...unfinished, state: 'stored' }])
    expect(intents()).toEqual([])
  })
})

test('a copy of the intents that cannot be written refuses the intent', () => {
  const { database, intentCopy } = openDatabase(freshFile())
  const full = () => {
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
  }
  const intents = intentsIn(database, work =>
    copyingIntents(database, { ...intentCopy, write: full }, work),
  )
  expect(() => intents.put(unfinished)).toThrow('no space')
  expect(intents.open()).toEqual([])
  database.close()
})

test('a commit that fails takes the copy of the intents back', () => {
  const { database, intentCopy } = openDatabase(filled())
  // A row without its connection, which SQLite finds at the commit: after the copy was written.
  const orphan = `PRAGMA defer_foreign_keys = ON;
    INSERT INTO scopes (connection, environment) VALUES ('nobody', 'preview')`
  const failing = {
    ...intentCopy,
    write: (open: readonly Intent[]) => {
      database.exec(orphan)
      return intentCopy.write(open)
    },
  }
  const intents = intentsIn(database, work => copyingIntents(database, failing, work))
  expect(() => intents.put({ ...unfinished, state: 'stored' })).toThrow('FOREIGN KEY')
  expect(intents.open()).toEqual([unfinished])
  expect(intentCopy.read()).toEqual([unfinished])
  database.close()
})

test('with the database gone and the copy damaged, the generation before it serves', () => {
  const file = filled()
  inside(file, backend => backend.run('intents.put', [{ ...unfinished, state: 'revealed' }]))
  rmSync(file)
  writeFileSync(journalOf(file), 'cut o')
  inside(file, backend => expect(backend.run('intents.open', [])).toEqual([unfinished]))
})
