import { z } from '../zod.ts'

/** Something about this computer that the user must know, whatever page is open. */
export const Notice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('store-newer'), version: z.number().int() }),
  z.object({
    kind: z.literal('store-damaged'),
    setAside: z.string(),
    connectionsKept: z.boolean(),
  }),
  z.object({ kind: z.literal('store-read-only') }),
  z.object({ kind: z.literal('preferences-reset') }),
])
export type Notice = Readonly<z.infer<typeof Notice>>
