import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { OpenBackend } from '../../../../src/main/platform/store/backend.ts'
import type { StoredConnection } from '../../../../src/main/services/ports.ts'
import { sortColumns } from '../../../../src/shared/contract/keys.ts'
import type { Notice } from '../../../../src/shared/domain/notice.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import {
  bring,
  connection,
  freshFile,
  handOff,
  inside,
  intent,
  key,
  line,
  opened,
  query,
  storeError,
} from './samples.ts'

const stored = [connection(), connection({ name: 'Other', createdAt: 1_790_000_000_001 })]
const scope = { connection: stored[0]?.id ?? '', environment: 'preview' } as const
const unfinished = intent(scope, {
  kind: 'rotate',
  target: 'k1',
  overlapSeconds: 60,
  state: 'sent',
})
const handing = handOff({ ...scope, key: 'k1' }, { done: ['tell', 'rotate'] })

/** A closed store with two connections, 300 keys, an open intent and a line of activity. */
const filled = async (): Promise<string> => {
  const file = freshFile()
  const store = await opened(file)
  for (const one of stored) await store.connections.put(one)
  await store.intents.put(unfinished)
  await store.handOffs.put(handing)
  await store.activity.append([line(scope.connection)])
  await bring(
    store,
    scope,
    Array.from({ length: 300 }, (_, index) => key(`k${index}`)),
  )
  await store.close()
  return file
}

const setAsideIn = (notices: readonly Notice[]): Extract<Notice, { kind: 'store-damaged' }> => {
  const [notice] = notices
  if (notice?.kind !== 'store-damaged') throw new Error(`No damage noticed: ${notice?.kind}`)
  return notice
}

const copyOf = (file: string): string => join(dirname(file), 'connections.json')
const journalOf = (file: string): string => join(dirname(file), 'intents.json')

test('a damaged file is set aside and reported; connections, open intents and activity are there', async () => {
  const file = await filled()
  const bytes = readFileSync(file)
  bytes.fill(0xff, 4096 * 12, 4096 * 13)
  writeFileSync(file, bytes)

  const store = await opened(file)
  const { setAside, connectionsKept } = setAsideIn(store.notices)
  expect(connectionsKept).toBe(true)
  expect(basename(setAside)).toMatch(
    /^claviger\.db\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/,
  )
  expect(readFileSync(setAside).equals(bytes)).toBe(true)
  expect(statSync(setAside).mode & 0o777).toBe(0o600)
  expect(await store.connections.list()).toEqual(stored)
  expect(await store.intents.open()).toEqual([unfinished])
  expect(await store.handOffs.open()).toEqual([handing])
  expect(await store.activity.list(null, 10)).toMatchObject([{ kind: 'connected' }])
  expect(await store.keys.state(scope)).toMatchObject({ asOf: null, complete: false, count: 0 })
  expect(store.readOnly).toBe(false)
  await bring(store, scope, [key('k1')])
  expect(await store.handOffs.open()).toEqual([handing])
  await store.close()

  const next = await opened(file)
  expect(next.notices).toEqual([])
  expect((await next.keys.window(query(scope))).total).toBe(1)
})

const whole = {
  garbage: Buffer.from('garbage '.repeat(2000)),
  'a short text': Buffer.from('hello'),
  empty: Buffer.alloc(0),
  NULs: Buffer.alloc(8192),
  'a byte order mark': Buffer.from('\ufeffSQLite format 3\0'),
  'JSON of another program': Buffer.from('[1,2,3]'),
}

for (const [what, bytes] of Object.entries(whole)) {
  test(`instead of a database: ${what}`, async () => {
    const file = await filled()
    writeFileSync(file, bytes)
    inside(file, backend => {
      expect(setAsideIn(backend.notices).connectionsKept).toBe(true)
      expect(backend.run('connections.list', [])).toEqual(stored)
      expect(backend.run('intents.open', [])).toEqual([unfinished])
    })
  })
}

test('another program’s database is set aside, not written into', async () => {
  const file = freshFile()
  mkdirSync(dirname(file))
  const other = new DatabaseSync(file)
  other.exec('CREATE TABLE theirs (a)')
  other.close()
  inside(file, backend => {
    const { setAside } = setAsideIn(backend.notices)
    const database = new DatabaseSync(setAside, { readOnly: true })
    expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'theirs' }])
    database.close()
  })
})

const strange = {
  'a folder': (file: string) => mkdirSync(file),
  'a link': (file: string) => symlinkSync('/etc/hostname', file),
  'a pipe': (file: string) => void execFileSync('mkfifo', [file]),
}

for (const [what, make] of Object.entries(strange)) {
  test(`instead of a file: ${what}`, async () => {
    const file = await filled()
    rmSync(file)
    make(file)
    const target = existsSync('/etc/hostname') ? readFileSync('/etc/hostname') : null
    inside(file, backend => {
      expect(setAsideIn(backend.notices).connectionsKept).toBe(true)
      expect(backend.run('connections.list', [])).toEqual(stored)
    })
    if (target) expect(readFileSync('/etc/hostname').equals(target)).toBe(true)
  })
}

test('a database that was removed is made again with the connections', async () => {
  const file = await filled()
  rmSync(file)
  const store = await opened(file)
  expect(await store.connections.list()).toEqual(stored)
})

// The same positions in every run: a linear congruence over the file.
const positions = (size: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => (index * 7_919 + index * index * 31 + 17) % size)

const damages = (bytes: Buffer): ReadonlyMap<string, Buffer> => {
  const changed = (change: (copy: Buffer) => unknown): Buffer => {
    const copy = Buffer.from(bytes)
    change(copy)
    return copy
  }
  const header = Array.from({ length: 100 }, (_, at) => at)
  const flips = [...header, ...positions(bytes.length, 60)].map(
    at => [`byte ${at}`, changed(copy => copy.writeUInt8((copy[at] ?? 0) ^ 0x55, at))] as const,
  )
  const pages = Array.from({ length: bytes.length / 4096 }, (_, page) => page)
  const zeroed = pages.map(
    page =>
      [`page ${page}`, changed(copy => copy.fill(0, page * 4096, page * 4096 + 4096))] as const,
  )
  const cut = positions(bytes.length, 15).map(
    at => [`cut at ${at}`, Buffer.from(bytes.subarray(0, at))] as const,
  )
  return new Map([...flips, ...zeroed, ...cut])
}

test('damage anywhere: connections and open intents are there, and an opening after a failure repairs', async () => {
  const source = await filled()
  const copy = readFileSync(copyOf(source))
  const journal = readFileSync(journalOf(source))
  const outcomes = new Map<string, number>()
  for (const [where, bytes] of damages(readFileSync(source))) {
    const file = join(dirname(source), 'case', 'claviger.db')
    rmSync(dirname(file), { recursive: true, force: true })
    mkdirSync(dirname(file))
    writeFileSync(file, bytes)
    writeFileSync(copyOf(file), copy)
    writeFileSync(journalOf(file), journal)
    const outcome = inside(file, backend => {
      expect(backend.run('connections.list', []), where).toEqual(stored)
      const [notice] = backend.notices
      if (notice?.kind !== 'store-newer')
        expect(backend.run('intents.open', []), where).toEqual([unfinished])
      if (notice?.kind === 'store-damaged') expect(notice.connectionsKept, where).toBe(true)
      return notice?.kind ?? outcomeOf(backend)
    })
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    if (outcome === 'store-newer') continue
    const second = inside(file, outcomeOf)
    if (outcome !== 'works') expect(second, where).toBe('works')
    if (second !== 'works') expect(inside(file, outcomeOf), where).toBe('works')
  }
  expect(outcomes.get('store-damaged')).toBeGreaterThan(60)
  expect(outcomes.get('works')).toBeGreaterThan(60)
  expect(outcomes.get('store-newer') ?? 0).toBeLessThan(4)
  expect(outcomes.has('store-read-only')).toBe(false)
}, 120_000)

const outcomeOf = (backend: OpenBackend): string => {
  try {
    exercise(backend)
    return 'works'
  } catch (cause) {
    return JSON.stringify(infoOf(cause))
  }
}

/** Every kind of work once. */
const exercise = (backend: OpenBackend): void => {
  const sync = backend.run('keys.begin', [scope])
  backend.run('keys.page', [scope, sync, [key('k1', { name: 'Changed' }), key('new')]])
  backend.run('keys.finish', [scope, sync, { asOf: 1, complete: true, cursor: null, total: 2 }])
  for (const column of sortColumns) {
    backend.run('keys.window', [query(scope, { sort: { column, descending: true } })])
  }
  backend.run('activity.append', [[line(scope.connection)]])
  backend.run('intents.put', [unfinished])
  backend.run('handOffs.put', [handing])
  backend.run('keys.delete', [{ ...scope, key: 'k1' }])
  backend.run('connections.put', [stored[0]])
}

test('without the copy, connections come out of the damaged database itself', async () => {
  const file = await filled()
  rmSync(copyOf(file))
  rmSync(`${copyOf(file)}.bak`)
  const bytes = readFileSync(file)
  const page = leafOf(file, 'keys')
  bytes.fill(0xff, (page - 1) * 4096, page * 4096)
  writeFileSync(file, bytes)
  inside(file, backend => {
    expect(setAsideIn(backend.notices).connectionsKept).toBe(true)
    expect(backend.run('connections.list', [])).toEqual(stored)
  })
})

test('with neither, the notice says that connections were lost', async () => {
  const file = await filled()
  rmSync(copyOf(file))
  rmSync(`${copyOf(file)}.bak`)
  truncateSync(file, 4096)
  inside(file, backend => {
    expect(setAsideIn(backend.notices).connectionsKept).toBe(false)
    expect(backend.run('connections.list', [])).toEqual([])
  })
})

test('a damaged copy beside a damaged database: the generation before it serves', async () => {
  const file = await filled()
  const before = JSON.parse(readFileSync(`${copyOf(file)}.bak`, 'utf8'))
  const text = readFileSync(copyOf(file), 'utf8')
  writeFileSync(copyOf(file), text.replace('https://127.0.0.1', 'https://127.0.0.2'))
  truncateSync(file, 4096)
  inside(file, backend => {
    expect(setAsideIn(backend.notices).connectionsKept).toBe(false)
    expect(backend.run('connections.list', [])).toEqual(before.connections)
  })
})

test('a column that bears another name, which SQLite takes for sound, is damage', async () => {
  for (const [table, column] of [
    ['activity', 'environment'],
    ['handOffs', 'done'],
  ]) {
    const file = await filled()
    const database = new DatabaseSync(file)
    database.exec(`ALTER TABLE ${table} RENAME COLUMN ${column} TO Xnvironment`)
    database.close()
    inside(file, backend => {
      expect(setAsideIn(backend.notices).connectionsKept).toBe(true)
      expect(outcomeOf(backend)).toBe('works')
    })
  }
})

test.each(['', '{', '{"preview":{}}'])(
  'a connection whose places are “%s” is damage',
  async places => {
    const file = await filled()
    const database = new DatabaseSync(file)
    database.prepare('UPDATE connections SET places = ? WHERE id = ?').run(places, scope.connection)
    database.close()
    inside(file, backend => {
      expect(setAsideIn(backend.notices).connectionsKept).toBe(true)
      expect(backend.run('connections.list', [])).toEqual(stored)
      expect(outcomeOf(backend)).toBe('works')
    })
  },
)

test('an id of a connection that its index does not know is damage', async () => {
  const file = await filled()
  const bytes = readFileSync(file)
  const page = leafOf(file, 'connections') - 1
  const at = bytes.indexOf(scope.connection, page * 4096)
  expect(at).toBeLessThan((page + 1) * 4096)
  bytes.write('0000', at)
  writeFileSync(file, bytes)
  inside(file, backend => {
    expect(setAsideIn(backend.notices).connectionsKept).toBe(true)
    expect(backend.run('connections.list', [])).toEqual(stored)
  })
})

const leafOf = (file: string, table: string): number => {
  const database = new DatabaseSync(file, { readOnly: true })
  const row = database
    .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno DESC")
    .get(table)
  database.close()
  return Number(row?.pageno)
}

test('damage met while running: the call fails, the next opening repairs', async () => {
  const file = await filled()
  const page = leafOf(file, 'keys')
  const store = await opened(file)
  const bytes = readFileSync(file)
  bytes.fill(0xff, (page - 1) * 4096, page * 4096)
  writeFileSync(file, bytes)
  const all = query(scope, { search: 'nowhere' })
  await expect(store.keys.window(all)).rejects.toEqual(storeError('failed'))
  expect(await store.connections.list()).toEqual(stored)
  await store.close()

  const next = await opened(file)
  expect(setAsideIn(next.notices).connectionsKept).toBe(true)
  expect(await next.connections.list()).toEqual(stored)
  expect((await next.keys.window(all)).total).toBe(0)
  expect(readdirSync(dirname(file)).filter(name => name.endsWith('.suspect'))).toEqual([])
})

test('a suspect file is checked whole: an index that disagrees with its table is found', async () => {
  const file = await filled()
  const database = new DatabaseSync(file, { defensive: false })
  database.exec(`PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(sql, 'nameOrder', 'haystack') WHERE name = 'keysByName'`)
  database.close()
  const sound = join(dirname(file), 'sound', 'claviger.db')
  mkdirSync(dirname(sound))
  copyFileSync(file, sound)
  inside(sound, backend => expect(backend.notices).toEqual([]))

  writeFileSync(`${file}.suspect`, '')
  inside(file, backend => expect(setAsideIn(backend.notices).connectionsKept).toBe(true))
  inside(file, backend => {
    expect(backend.notices).toEqual([])
    expect(backend.run('connections.list', []) as readonly StoredConnection[]).toEqual(stored)
  })
})

/** A closed store of more than 32 MB, with one page of its keys overwritten. */
const largeAndDamaged = (): string => {
  const file = freshFile()
  inside(file, backend => {
    for (const one of stored) backend.run('connections.put', [one])
    backend.run('intents.put', [unfinished])
    const sync = backend.run('keys.begin', [scope])
    const description = 'x'.repeat(9000)
    const keys = Array.from({ length: 2000 }, (_, index) => key(`k${index}`, { description }))
    backend.run('keys.page', [scope, sync, keys])
  })
  expect(statSync(file).size).toBeGreaterThan(32 * 1024 * 1024)
  const page = leafOf(file, 'keys')
  const bytes = readFileSync(file)
  bytes.fill(0xff, (page - 1) * 4096, page * 4096)
  writeFileSync(file, bytes)
  return file
}

test('a large file that was closed is opened without a look at every key; what is met later repairs it', () => {
  const file = largeAndDamaged()
  inside(file, backend => {
    expect(backend.notices).toEqual([])
    expect(backend.run('connections.list', [])).toEqual(stored)
    const all = query(scope, { search: 'nowhere', sort: { column: 'mask', descending: false } })
    expect(() => backend.run('keys.window', [all])).toThrow('store')
  })
  inside(file, backend => expect(setAsideIn(backend.notices).connectionsKept).toBe(true))
})

test('a large file that was not closed is looked at whole', () => {
  const file = largeAndDamaged()
  writeFileSync(`${file}-wal`, 'left behind')
  inside(file, backend => {
    expect(setAsideIn(backend.notices).connectionsKept).toBe(true)
    expect(backend.run('intents.open', [])).toEqual([unfinished])
  })
})

test('in a large file an intent of which a page is lost is damage', () => {
  const file = largeAndDamaged()
  const page = leafOf(file, 'intents')
  const bytes = readFileSync(file)
  bytes.fill(0xff, (page - 1) * 4096, page * 4096)
  writeFileSync(file, bytes)
  inside(file, backend => {
    expect(setAsideIn(backend.notices).connectionsKept).toBe(true)
    expect(backend.run('intents.open', [])).toEqual([unfinished])
  })
})
