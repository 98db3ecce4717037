import { api } from '../api/index.ts'
import { useUi } from '../state/ui.ts'

/** A person locks Claviger. While a new secret waits to be stored, a question comes first. */
export const lockNow = (): void =>
  void api.app.lock({ anyway: false }).then(
    ({ locked }) => locked === null && useUi.setState({ lockAsked: true }),
    // It is locked already, or this page is gone.
    () => undefined,
  )
