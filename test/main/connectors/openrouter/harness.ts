import { openrouter } from '../../../../src/main/connectors/openrouter/index.ts'
import type { Environment } from '../../../../src/shared/domain/environment.ts'
import { z } from '../../../../src/shared/zod.ts'
import type { Harness } from '../harness.ts'
import { startOpenRouter } from './stand-in.ts'

export const workspaces = { preview: 'ws-preview', production: 'ws-production' } as const

/** One account with a workspace and a management key for each environment; another account with one of each. */
export const startAccounts = async () => {
  const service = await startOpenRouter([
    { id: 'ws-default', slug: 'default', account: 'acme' },
    { id: workspaces.preview, slug: 'preview', account: 'acme' },
    { id: workspaces.production, slug: 'production', account: 'acme' },
    { id: 'ws-other', slug: 'default', account: 'other' },
  ])
  const management = (account: string, workspace: string): string =>
    service.plant({ account, workspace, management: true }).secret
  return {
    service,
    credentials: {
      preview: management('acme', workspaces.preview),
      production: management('acme', workspaces.production),
      other: management('other', 'ws-other'),
    },
  }
}

const Presented = z.object({ data: z.object({ workspace_id: z.string() }) })

/** Whether the key is let in, and spends in the environment's workspace. */
const acceptsAt = async (url: string, environment: Environment, key: string): Promise<boolean> => {
  const reply = await fetch(`${url}/key`, { headers: { authorization: `Bearer ${key}` } })
  if (!reply.ok) return false
  return Presented.parse(await reply.json()).data.workspace_id === workspaces[environment]
}

export const harness: Harness = {
  connector: openrouter,
  evidence: 'replayed',
  start: async () => {
    const { service, credentials } = await startAccounts()
    return {
      url: service.url,
      settings: {
        preview: { workspace: workspaces.preview },
        production: { workspace: workspaces.production },
      },
      credentials,
      version: null,
      accepts: (environment, key) => acceptsAt(service.url, environment, key),
      stop: service.stop,
    }
  },
}
