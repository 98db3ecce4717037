import { AppError } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'

/** The body in this shape, or a `bad-response`. */
export const parse = <T extends z.ZodType>(shape: T, body: unknown): z.output<T> => {
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  throw new AppError({ code: 'bad-response', reason: 'shape' })
}

/** RFC 3339, in ms since 1970 UTC. */
export const instant = z.iso.datetime({ offset: true }).transform(text => Date.parse(text))
