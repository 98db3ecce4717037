// As in AWS's SDKs: what is spent on repeating comes back by what succeeds, so that a service in trouble is not asked
// three times as often as one that is well.
const capacity = 50
const priceOfARepeat = 5

export type RetryBudget = {
  /** False when nothing is left: the failure stands. */
  readonly spend: () => boolean
  /** Something was answered. */
  readonly earn: () => void
}

const createBudget = (): RetryBudget => {
  let left = capacity
  return {
    spend: () => {
      if (left < priceOfARepeat) return false
      left -= priceOfARepeat
      return true
    },
    earn: () => {
      left = Math.min(capacity, left + 1)
    },
  }
}

/** One budget for everything that is asked of an origin. */
export const createRetryBudgets = (): ((origin: string) => RetryBudget) => {
  const budgets = new Map<string, RetryBudget>()
  return origin => {
    const budget = budgets.get(origin) ?? createBudget()
    budgets.set(origin, budget)
    return budget
  }
}
