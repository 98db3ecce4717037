import { z } from 'zod'

// The renderer's CSP forbids `new Function`, which zod otherwise uses to compile objects.
z.config({ jitless: true })

export { z }
