import { type Database, readMeta, writeMeta } from './database.ts'
import type { Plan, Profile } from './profiles/profile.ts'

/** The plan of this name; null when the profile has none. */
export const planNamed = ({ plans }: Profile, name: string): Plan | null =>
  plans.find(plan => plan.name === name) ?? null

/** The plan in force. Asks the database each time: a change is in force at once. A new service has the last. */
export const readPlan = async (database: Database, profile: Profile): Promise<Plan> => {
  const name = await readMeta(database, 'plan')
  const plan = name === null ? profile.plans.at(-1) : planNamed(profile, name)
  if (!plan) throw new Error(`The profile ${profile.name} has no plan ${JSON.stringify(name)}`)
  return plan
}

export const writePlan = (database: Database, plan: Plan): Promise<void> =>
  writeMeta(database, 'plan', plan.name)

/** The cheapest plan that has all that this one lacks; null when nothing is missing, or no plan has it. */
export const neededPlan = ({ plans }: Profile, { missing }: Plan): Plan | null => {
  if (missing.length === 0) return null
  return plans.find(plan => missing.every(effect => !plan.missing.includes(effect))) ?? null
}
