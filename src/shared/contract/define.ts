import { z } from '../zod.ts'

/** A query changes nothing and may be repeated; a command may change something. */
export type Route<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  readonly kind: 'query' | 'command'
  readonly input: I
  readonly output: O
}
export type Contract = { readonly [domain: string]: { readonly [route: string]: Route } }

export const query = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
): Route<I, O> => ({
  kind: 'query',
  input,
  output,
})
export const command = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
): Route<I, O> => ({ kind: 'command', input, output })

/** Input or output of a route that has none. */
export const nothing = z.null()

/** What the page calls: `client.keys.window(input)`. */
export type ClientOf<C extends Contract> = {
  readonly [D in keyof C]: {
    readonly [R in keyof C[D]]: (
      input: z.input<C[D][R]['input']>,
    ) => Promise<z.output<C[D][R]['output']>>
  }
}

/** What main implements: every route and no other. */
export type HandlersOf<C extends Contract> = {
  readonly [D in keyof C]: {
    readonly [R in keyof C[D]]: (
      input: z.output<C[D][R]['input']>,
    ) => Promise<z.input<C[D][R]['output']>>
  }
}
