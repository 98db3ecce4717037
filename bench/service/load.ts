import { type Connection, openConnection, type Target } from './connection.ts'

/** `requests` are sent one after the other, each when the answer before it on its connection is there. */
export type LoadJob = {
  readonly target: Target
  readonly requests: readonly string[]
  readonly connections: number
  /** How long to go on; over and over through the requests. Null for each request once. */
  readonly seconds: number | null
}

/** A list that is read to its end, page by page; `request` has CURSOR where that of the page goes. */
export type CrawlJob = {
  readonly target: Target
  readonly request: string
  readonly cursor: string
  readonly most: number
}

export type Job = ({ readonly kind: 'load' } & LoadJob) | ({ readonly kind: 'crawl' } & CrawlJob)

/** `latenciesMs` of every answer, in order; `seconds` from the first request to the last answer. */
export type Outcome = { readonly latenciesMs: readonly number[]; readonly seconds: number }

const demandSuccess = async (connection: Connection, request: string): Promise<Buffer> => {
  const { status, body } = await connection.ask(request)
  if (status >= 300) throw new Error(`Answered ${status}: ${body.toString()}`)
  return body
}

/** Keeps the connections busy. */
const runLoad = async ({ target, requests, connections, seconds }: LoadJob): Promise<Outcome> => {
  const open = Array.from({ length: connections }, () => openConnection(target))
  const all = await Promise.all(open)
  const latenciesMs: number[] = []
  const from = performance.now()
  const until = seconds === null ? Number.POSITIVE_INFINITY : from + seconds * 1000
  let next = 0
  const work = async (connection: Connection): Promise<void> => {
    for (let at = performance.now(); at < until; ) {
      if (seconds === null && next >= requests.length) return
      const request = requests[next % requests.length] ?? ''
      next += 1
      await demandSuccess(connection, request)
      const end = performance.now()
      latenciesMs.push(end - at)
      at = end
    }
  }
  await Promise.all(all.map(work))
  const taken = (performance.now() - from) / 1000
  for (const connection of all) connection.close()
  return { latenciesMs, seconds: taken }
}

/** What follows a page, of a list or of the feed. */
const nextOf = (body: Buffer): string | null => {
  // The service's own answers: `more` is of a page of the feed alone.
  const page = JSON.parse(body.toString()) as { nextCursor: string | null; more?: boolean }
  return page.more === false ? null : page.nextCursor
}

const runCrawl = async ({ target, request, cursor, most }: CrawlJob): Promise<Outcome> => {
  const connection = await openConnection(target)
  const latenciesMs: number[] = []
  const from = performance.now()
  let next: string | null = cursor
  while (next !== null && latenciesMs.length < most) {
    const at = performance.now()
    const body: Buffer = await demandSuccess(connection, request.replace('CURSOR', next))
    latenciesMs.push(performance.now() - at)
    next = nextOf(body)
  }
  connection.close()
  return { latenciesMs, seconds: (performance.now() - from) / 1000 }
}

export const runJob = (job: Job): Promise<Outcome> =>
  job.kind === 'load' ? runLoad(job) : runCrawl(job)

// A process of its own, so that what it does holds nothing up where the times are put together.
if (import.meta.main)
  process.on('message', async (job: Job) => {
    process.send?.(await runJob(job))
  })
