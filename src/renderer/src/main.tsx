import './trusted-types.ts'
import './ui/mantine-styles.ts'
import './ui/base.css'

import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { api, firstPaint, keysSource, on } from './api/index.ts'
import { App } from './app.tsx'
import { Crashed } from './crashed.tsx'
import { startSession } from './session.ts'
import { firstWindow } from './state/use-keys-window.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.nonce ?? ''
// Mantine locks scrolling by react-remove-scroll, which asks get-nonce and not Mantine.
setNonce(nonce)

const container = document.getElementById('root')
if (!container) throw new Error('index.html has no #root')

createRoot(container, {
  onUncaughtError: () => createRoot(container).render(<Crashed />),
}).render(<App nonce={nonce} />)
startSession(api, on, {
  ask: scope => keysSource.askAhead(firstWindow(scope)),
  painted: firstPaint,
})
