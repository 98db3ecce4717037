import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Connector } from '../../../src/main/connectors/connector.ts'
import type { Settings, Trust } from '../../../src/shared/domain/connection.ts'
import type { Environment } from '../../../src/shared/domain/environment.ts'
import type { Evidence } from '../../../tools/connectors.ts'

/** A service of the connector's kind that listens on this computer. */
export type Running = {
  /** With the path under which the service is, as a place has it; one for each where the environments differ in it. */
  readonly url: string | Readonly<Record<Environment, string>>
  /** Left out where plain HTTP is spoken. */
  readonly trust?: Trust
  readonly settings: Readonly<Record<Environment, Settings>>
  readonly credentials: Readonly<Record<Environment, string>>
  /** Of what runs; null for a stand-in. */
  readonly version: string | null
  /** What an integration that presents this secret in this environment hears: true when it is let in. */
  readonly accepts: (environment: Environment, secret: string) => Promise<boolean>
  /** Makes a key past the connector, where it can make none. Answers its secret, or null where nobody can know it. */
  readonly seed?: (environment: Environment, name: string) => Promise<string | null>
  /** Lets `ms` pass for the service, where its clock can be set. Elsewhere the suite waits. */
  readonly pass?: (ms: number) => void | Promise<void>
  readonly stop: () => Promise<void>
}

export type Harness = {
  readonly connector: Connector
  /** Which of the service's keys, in words, where the connector can manage several kinds: "admin keys". */
  readonly kind?: string
  readonly evidence: Evidence
  readonly start: () => Promise<Running>
}

/** What `folder`/`id`/harness.ts exports as `harness`: one, or one for each kind of key; none without that file. */
export const harnessesIn = async (
  folder: string,
  { info }: Connector,
): Promise<readonly Harness[]> => {
  const file = join(folder, info.id, 'harness.ts')
  if (!existsSync(file)) return []
  // Type checking covers every harness in its own file.
  const { harness }: { readonly harness: Harness | readonly Harness[] } = await import(file)
  const all = [harness].flat()
  if (all.some(({ connector }) => connector.info.id !== info.id)) {
    throw new Error(`${file} is of another connector`)
  }
  return all
}
