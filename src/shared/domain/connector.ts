import { z } from '../zod.ts'

export const ConnectorId = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/)
export type ConnectorId = z.infer<typeof ConnectorId>

export const SettingId = z.string().regex(/^[a-z][a-zA-Z]{0,31}$/)

/** A field beside address and credential, with one value for each environment, that picks out its keys at the service. */
export const Setting = z.object({
  id: SettingId,
  label: z.string(),
  /** Where the value is found, and what a blank one means where it may be blank. */
  hint: z.string(),
  initial: z.object({ preview: z.string(), production: z.string() }),
  required: z.boolean(),
})
export type Setting = Readonly<z.infer<typeof Setting>>

/** What a person needs to know of a kind of key service before anything is sent to one. Nothing in it is secret. */
export const ConnectorInfo = z.object({
  id: ConnectorId,
  name: z.string(),
  /**
   * `native`: the service itself knows Preview and Production, and one credential may be for both. `separate`: what an
   * environment's keys are is said by its address, settings and credential, so those of the two must differ.
   */
  environments: z.enum(['native', 'separate']),
  address: z.object({
    /** Stands in the form at first: the one of a hosted service; null where everybody runs their own. */
    url: z.string().nullable(),
    placeholder: z.string(),
    /** The path under which the service is found where none was typed, "" for its root; null where it takes no path. */
    path: z.string().nullable(),
    /** The environments may have addresses of their own. */
    each: z.boolean(),
  }),
  settings: z.array(Setting),
  credential: z.object({
    /** What the service calls it: "Root key". */
    label: z.string(),
    placeholder: z.string(),
    /** Where it is made, as a sentence, and the page for it where that is the same for everybody. */
    where: z.string(),
    link: z.url({ protocol: /^https$/ }).nullable(),
    /** The least that it must be allowed. */
    advice: z.string(),
    /** How every credential of this kind begins, where the service itself does not tell it from an ordinary key. */
    begins: z.string().min(1).optional(),
    /** Beginnings of credentials that do not fit: `is` completes "This is …". */
    wrong: z.array(z.object({ startsWith: z.string().min(1), is: z.string() })),
  }),
})
export type ConnectorInfo = Readonly<z.infer<typeof ConnectorInfo>>
