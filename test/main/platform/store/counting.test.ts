import { expect, test } from 'vitest'
import { createCounting } from '../../../../src/main/platform/store/counting.ts'
import { bring, connection, freshFile, inside, key, opened, query, withScope } from './samples.ts'

/** Jobs of three slices each, and what was answered to whom. */
const counted = () => {
  let generation = 0
  let started = 0
  const answers: (readonly [string, unknown])[] = []
  const counting = createCounting(() => generation)
  const ask = (who: string, name: string) =>
    counting.ask(
      name,
      function* () {
        started += 1
        yield
        yield
        return `${name} ${generation}`
      },
      {
        answer: value => void answers.push([who, value]),
        fail: cause => void answers.push([who, cause]),
      },
    )
  const runAll = () => {
    while (counting.step());
  }
  return { counting, ask, runAll, answers, change: () => void generation++, started: () => started }
}

test('a list after which another was asked for is answered null, begun or not', () => {
  const { counting, ask, runAll, answers } = counted()
  ask('one', 'a')
  counting.step()
  ask('two', 'b')
  expect(answers).toEqual([['one', null]])
  ask('three', 'c')
  runAll()
  expect(answers.slice(1)).toEqual([
    ['two', null],
    ['three', 'c 0'],
  ])
  expect(counting.step()).toBe(false)
})

test('the same list is counted once for all who ask, and anew for whoever asked after a change', () => {
  const { counting, ask, runAll, answers, change, started } = counted()
  ask('one', 'a')
  counting.step()
  ask('two', 'a')
  change()
  ask('three', 'a')
  ask('four', 'a')
  runAll()
  expect(answers.map(([who]) => who)).toEqual(['one', 'two', 'three', 'four'])
  expect(started()).toBe(2)
})

test('what fails is told to those who wait, and the next is counted', () => {
  const { counting, ask, runAll, answers } = counted()
  const failing = () => {
    throw new Error('no such list')
  }
  const waiting = {
    answer: (value: unknown) => void answers.push(['failing', value]),
    fail: (cause: unknown) => void answers.push(['failing', cause]),
  }
  counting.ask('x', failing, waiting)
  runAll()
  ask('one', 'a')
  runAll()
  expect(answers).toEqual([
    ['failing', new Error('no such list')],
    ['one', 'a 0'],
  ])
})

test('while a long list is counted everything else is answered, and its total is known afterwards', async () => {
  const store = await opened(freshFile())
  const { scope } = await withScope(store)
  await bring(
    store,
    scope,
    Array.from({ length: 6000 }, (_, index) => key(`k${index}`, { usageCount: index % 2 })),
  )
  const asked = query(scope, { neverUsed: true, limit: 10 })
  const order: string[] = []
  const counts = store.keys.counts(asked).then(answer => {
    order.push('counts')
    return answer
  })
  const row = store.keys.get({ ...scope, key: 'k1' }).then(() => void order.push('row'))
  expect(await counts).toMatchObject({ total: 3000, neverUsed: 3000, states: { active: 3000 } })
  await row
  expect(order).toEqual(['row', 'counts'])
  expect(await store.keys.window(asked)).toMatchObject({ total: 3000, counted: true })
  const [older, newer] = await Promise.all([
    store.keys.counts(asked),
    store.keys.counts({ ...asked, search: 'k1' }),
  ])
  expect(older).toBeNull()
  expect(newer).toMatchObject({ neverUsed: 555 })
})

test('while a list is put in order, all of it may go and another come', () => {
  inside(freshFile(), backend => {
    const stored = connection()
    const scope = { connection: stored.id, environment: 'preview' } as const
    const keys = Array.from({ length: 9000 }, (_, index) =>
      key(`k${index}`, { name: index < 1200 ? 'special' : 'other' }),
    )
    const read = () => backend.run('keys.page', [scope, backend.run('keys.begin', [scope]), keys])
    backend.run('connections.put', [stored])
    read()
    while (backend.index());
    // One slice finds them, three walk the list.
    const counting = backend.counting([query(scope, { search: 'special' })], 0)
    for (let slice = 0; slice < 2; slice += 1) expect(counting.next().done).toBe(false)
    backend.run('connections.delete', [stored.id])
    backend.run('connections.put', [stored])
    expect(read()).toMatchObject({ fresh: 9000 })
    expect(counting.next()).toMatchObject({ done: true, value: { total: 1200 } })
  })
})
