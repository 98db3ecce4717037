import { useEffect } from 'react'

/** While `guarded`, neither a reload nor a closed window may take a new secret away unasked. */
export const useGuardedWindow = (guarded: boolean): void => {
  useEffect(() => {
    if (!guarded) return
    const stop = new AbortController()
    window.addEventListener('beforeunload', event => event.preventDefault(), {
      signal: stop.signal,
    })
    return () => stop.abort()
  }, [guarded])
}
