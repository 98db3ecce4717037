/**
 * One question that is asked before it is known who will ask it: `take` with the same input gets its answer, once, and
 * every other question is asked as it is. What has changed meanwhile is asked for again. `onChanged` returns the undo.
 */
export const aheadOf = <Input, Answer>(
  ask: (input: Input) => Promise<Answer>,
  onChanged: (listener: () => void) => () => void,
) => {
  type Held = { readonly of: string; readonly answer: Promise<Answer>; readonly stop: () => void }
  let held: Held | null = null
  const drop = () => {
    held?.stop()
    held = null
  }
  return {
    ask: (input: Input): void => {
      drop()
      const answer = ask(input)
      // Whoever takes it is told of its failure; if nobody does, nobody misses it.
      answer.catch(() => undefined)
      held = { of: JSON.stringify(input), answer, stop: onChanged(drop) }
    },
    take: (input: Input): Promise<Answer> => {
      const answer = held?.of === JSON.stringify(input) ? held.answer : null
      drop()
      return answer ?? ask(input)
    },
  }
}
