import { apiAccess } from './api-access.ts'
import { claviger } from './claviger.ts'
import { consently } from './consently.ts'
import { consentrix } from './consentrix.ts'
import { environments } from './environments.ts'
import type { Profile } from './profile.ts'
import { projects } from './projects.ts'

/** Every profile that `--profile` takes. */
export const profiles: readonly Profile[] = [
  claviger,
  consently,
  consentrix,
  environments,
  projects,
  apiAccess,
]

export const profileNamed = (name: string): Profile | null =>
  profiles.find(profile => profile.name === name) ?? null
