import { z } from 'zod'

// zod compiles objects with `new Function`, which the page's policy forbids: there, each is read member by member.
z.config({ jitless: 'document' in globalThis })

export { z }
