import type { IntentKind } from '../../../../../shared/domain/intent.ts'

type LostWords = { readonly title: string; readonly text: string; readonly clean: boolean }

const texts = {
  create: {
    title: 'The key may have been made',
    again:
      'Ask again to get the same key, or clean up to delete it if it exists. No second key is made.',
    never:
      'Asking again, or as somebody else, could make a second key: nothing is sent again. Claviger looks for the key at the service, and says in the window what it finds.',
    clean: true,
  },
  generate: {
    title: 'The key may have been generated',
    again:
      'Ask again to get the same key, or clean up to revoke it if it exists. No second key is made.',
    never:
      'Nothing is sent again. Claviger looks whether the system has a key now, and says so in the window.',
    clean: true,
  },
  rotate: {
    title: 'The key may have been rotated',
    again: 'Ask again to get the same new secret. The key is not rotated a second time.',
    never:
      'A second rotation would end the secret of the first: nothing is sent again. Claviger looks at the key, and says in the window which secret is accepted.',
    clean: false,
  },
} as const satisfies Record<IntentKind, unknown>

/** What a lost answer means, and what can be done. `clean`: it can be undone here and now. */
export const lostWords = (kind: IntentKind, repeatable: boolean): LostWords => {
  const { title, again, never, clean } = texts[kind]
  const text = `The service’s answer was lost. ${repeatable ? again : never}`
  return { title, text, clean: clean && repeatable }
}
