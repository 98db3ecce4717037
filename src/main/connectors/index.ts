import { anthropic } from './anthropic/index.ts'
import { betterAuth } from './better-auth/index.ts'
import { claviger } from './claviger/index.ts'
import { cloudflare } from './cloudflare/index.ts'
import type { Connector } from './connector.ts'
import { openai } from './openai/index.ts'
import { openrouter } from './openrouter/index.ts'
import { unkey } from './unkey/index.ts'
import { unleash } from './unleash/index.ts'

/** Every kind of key service that Claviger speaks to, in the order in which they are offered. The only file that names them all. */
export const connectors: readonly Connector[] = [
  claviger,
  betterAuth,
  unleash,
  openai,
  unkey,
  anthropic,
  openrouter,
  cloudflare,
]
