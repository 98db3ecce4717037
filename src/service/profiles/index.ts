import { claviger } from './claviger.ts'
import type { Profile } from './profile.ts'

/** Every profile that `--profile` takes. */
export const profiles: readonly Profile[] = [claviger]

export const profileNamed = (name: string): Profile | null =>
  profiles.find(profile => profile.name === name) ?? null
