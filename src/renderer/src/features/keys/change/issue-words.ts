import type { IntentKind } from '../../../../../shared/domain/intent.ts'

type LostWords = { readonly title: string; readonly text: string; readonly clean: boolean }

const texts = {
  create: {
    title: 'The key may have been made',
    again:
      'Ask again to get the same key, or clean up to delete it if it exists. No second key is made.',
    never:
      'Asking again, or as somebody else, could make a second key. Look for the key at the service, and delete it there if nobody uses it.',
    clean: true,
  },
  generate: {
    title: 'The key may have been generated',
    again:
      'Ask again to get the same key, or clean up to revoke it if it exists. No second key is made.',
    never:
      'Look at the system: if it has a key that nobody stored, revoke it and generate another one.',
    clean: true,
  },
  rotate: {
    title: 'The key may have been rotated',
    again: 'Ask again to get the same new secret. The key is not rotated a second time.',
    never:
      'Look at the key: if it has a new secret that nobody stored, rotate it once more when its users are ready.',
    clean: false,
  },
} as const satisfies Record<IntentKind, unknown>

/** What a lost answer means, and what can be done. `clean`: it can be undone. */
export const lostWords = (kind: IntentKind, repeatable: boolean): LostWords => {
  const { title, again, never, clean } = texts[kind]
  return { title, text: `The service’s answer was lost. ${repeatable ? again : never}`, clean }
}
