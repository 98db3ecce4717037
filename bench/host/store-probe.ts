/**
 * Put before the store's thread by `--import`: writes down when the indexes of the cached keys become whole, or lack
 * something again, to the file that CLAVIGER_BENCH_STORE names: a line of JSON each. From outside nobody can look, since
 * the store keeps its file to itself.
 */
import { appendFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { isMainThread } from 'node:worker_threads'

const file = process.env.CLAVIGER_BENCH_STORE

const question = `SELECT coalesce(searched >= last, 0) AS searched, coalesce(sorted >= last, 0) AS sorted
  FROM indexing, (SELECT max(row) AS last FROM keys)`

if (file && !isMainThread) {
  const { exec } = DatabaseSync.prototype
  let told = ''
  const tell = (database: DatabaseSync) => {
    const state = JSON.stringify(database.prepare(question).get())
    if (state === told) return
    told = state
    const at = performance.timeOrigin + performance.now()
    appendFileSync(file, `${JSON.stringify({ at, ...JSON.parse(state) })}\n`)
  }
  DatabaseSync.prototype.exec = function (sql) {
    exec.call(this, sql)
    if (sql === 'COMMIT') tell(this)
  }
}
