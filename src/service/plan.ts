import { type Database, readMeta, writeMeta } from './database.ts'
import type { Plan, Profile } from './profiles/profile.ts'
import type { Reads } from './reads.ts'

/** The plan of this name; null when the profile has none. */
export const planNamed = ({ plans }: Profile, name: string): Plan | null =>
  plans.find(plan => plan.name === name) ?? null

/** A new service has the last. */
const planOf = (profile: Profile, name: string | null): Plan => {
  const plan = name === null ? profile.plans.at(-1) : planNamed(profile, name)
  if (!plan) throw new Error(`The profile ${profile.name} has no plan ${JSON.stringify(name)}`)
  return plan
}

/** The plan in force. */
export const readPlan = async (database: Database, profile: Profile): Promise<Plan> =>
  planOf(profile, await readMeta(database, 'plan'))

/** The same. Asks the database each time: a change is in force at once. */
export const prepareReadPlan = (reads: Reads, profile: Profile): (() => Plan) => {
  const read = reads.prepareOne(database =>
    database.selectFrom('meta').select('value').where('name', '=', ''),
  )
  return () => planOf(profile, read('plan')?.value ?? null)
}

export const writePlan = (database: Database, plan: Plan): Promise<void> =>
  writeMeta(database, 'plan', plan.name)

/** The cheapest plan that has all that this one lacks; null when nothing is missing, or no plan has it. */
export const neededPlan = ({ plans }: Profile, { missing }: Plan): Plan | null => {
  if (missing.length === 0) return null
  return plans.find(plan => missing.every(effect => !plan.missing.includes(effect))) ?? null
}
