/** Runs what it is given one after the other, in the order in which it was asked; a failure does not stop the next. */
export type InTurn = <T>(run: () => Promise<T>) => Promise<T>

export const createTurns = (): InTurn => {
  let last: Promise<unknown> = Promise.resolve()
  return run => {
    const turn = last.then(run, run)
    last = turn
    return turn
  }
}
