import { Instant } from '../domain/key.ts'
import { z } from '../zod.ts'
import { command } from './define.ts'
import { KeysQuery } from './keys.ts'

export const listFormats = ['csv', 'json'] as const
/** CSV is for a spreadsheet; JSON has every value as the service gave it. What is a key is withheld from both. */
export type ListFormat = (typeof listFormats)[number]

export const SavedList = z.object({
  /** The name alone: in which folder it lies, the person knows and the page need not. */
  file: z.string(),
  count: z.number().int().nonnegative(),
  /** In how many of them `[secret]` stands for what was a key, or looked like one. */
  withheld: z.number().int().nonnegative(),
  /** When the oldest of the lists in it was read; null when one of them never was. */
  asOf: Instant.nullable(),
})
export type SavedList = Readonly<z.infer<typeof SavedList>>

export const Diagnostics = z.object({ id: z.uuid(), text: z.string() })
/** What a person may send to whoever helps them, word for word; `id` names this very text. */
export type Diagnostics = Readonly<z.infer<typeof Diagnostics>>

/** What is written to a file that a person chooses in the system's own dialog. Null: they chose none. */
export const files = {
  /** Metadata of what is listed, never a secret. */
  exportKeys: command(KeysQuery.extend({ format: z.enum(listFormats) }), SavedList.nullable()),
  /** `names`: with the names and addresses of the connections. */
  diagnostics: command(z.object({ names: z.boolean() }), Diagnostics),
  /** Writes the text that was shown, and no other. */
  saveDiagnostics: command(
    Diagnostics.pick({ id: true }),
    z.object({ file: z.string() }).nullable(),
  ),
}
