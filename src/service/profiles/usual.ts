import type { Profile } from './profile.ts'

/** What most products have in common. */
export const usual = {
  guidance: [],
  naming: { examples: [], avoid: [] },
  presentation: { actions: 'row', statusField: false, oneList: false, confirmEdit: false },
  uniqueNames: [],
  expiry: { longestSeconds: null },
  rotation: { overlapSeconds: [0], longestOverlapSeconds: null, steps: [] },
  reveal: 'once',
  restorable: false,
  propagationSeconds: 0,
  limits: { nameLength: 255, descriptionLength: 1000, pageSize: 1000, shards: 16, keys: null },
  plans: [{ name: 'Standard', missing: [] }],
  upgrade: null,
  callOrigin: null,
} satisfies Partial<Profile>

/** Masks that begin with the prefix: `cly_3bdf****fede`. */
export const prefixMask = { prefix: true, head: 4, filler: '****', tail: 4 } as const
