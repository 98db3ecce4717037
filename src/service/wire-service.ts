import { z } from 'zod'

export const Health = z
  .object({
    status: z.literal('ok'),
    service: z.literal('claviger-key-service'),
    version: z.string(),
    profile: z.string(),
  })
  .meta({
    id: 'Health',
    examples: [
      { status: 'ok', service: 'claviger-key-service', version: '0.1.0', profile: 'claviger' },
    ],
  })

/** RFC 9457; which members are there depends on `type`. */
export const ProblemDocument = z
  .looseObject({
    type: z.string().describe('`urn:claviger:problem:` and the name of the problem'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('Plain text for people'),
    permission: z.string().optional().describe('With permission-missing: the permission'),
    effect: z.string().optional().describe('With plan-required: what the plan does not include'),
    plan: z.string().optional().describe('With plan-required: the name of the plan in force'),
    environment: z.string().optional().describe('With environment-forbidden: the environment'),
    longestSeconds: z
      .number()
      .int()
      .optional()
      .describe('With `too-far`: the longest time from now, in seconds'),
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional()
      .describe('With fields-invalid: what to change; `pointer` is a JSON Pointer into the body'),
  })
  .meta({
    id: 'Problem',
    description: 'A problem (RFC 9457). Readers go by `type` and must ignore unknown members.',
  })
