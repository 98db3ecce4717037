import type { LookupAddress, LookupOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'

/** What is told of a name once: where its host is, or the code of an error. */
export type Answer = { readonly addresses: readonly string[] } | { readonly error: string }

const familyOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4)

/** The names of hosts, as they are told: each time the next of `answers`, and the last from then on. */
export const createNames = () => {
  let answers: readonly Answer[] = [{ addresses: ['127.0.0.1'] }]
  let asked = 0
  const next = (): Answer => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? { error: 'ENOTFOUND' }
    asked += 1
    return answer
  }
  const lookup: LookupFunction = (host, options: LookupOptions, callback) => {
    const answer = next()
    setImmediate(() => {
      if ('error' in answer) {
        const error = Object.assign(new Error(`getaddrinfo ${host}`), { code: answer.error })
        return callback(error, '', 0)
      }
      const all = answer.addresses.map(
        (address): LookupAddress => ({
          address,
          family: familyOf(address),
        }),
      )
      const first = all[0] ?? { address: '', family: 0 }
      if (options.all) callback(null, all)
      else callback(null, first.address, first.family)
    })
  }
  return {
    lookup,
    asked: () => asked,
    /** What is told from now on. */
    tell: (...next: readonly Answer[]): void => {
      answers = next
      asked = 0
    },
  }
}
