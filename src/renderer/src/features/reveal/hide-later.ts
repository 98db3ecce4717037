/** For how long a shown secret stays while another window has the keyboard: somebody may be typing it there. */
export const blurredMs = 30_000

/**
 * Calls `hide` when the time is over, when the window was without the keyboard for a while, and at once when nobody can
 * see it. Returns the undo.
 */
export const hideLater = (visibleMs: number, hide: () => void): (() => void) => {
  const stop = new AbortController()
  const { signal } = stop
  const timer = setTimeout(hide, visibleMs)
  let blurred: ReturnType<typeof setTimeout> | undefined
  const leave = () => {
    clearTimeout(blurred)
    blurred = setTimeout(hide, blurredMs)
  }
  window.addEventListener('blur', leave, { signal })
  window.addEventListener('focus', () => clearTimeout(blurred), { signal })
  document.addEventListener('visibilitychange', () => document.hidden && hide(), { signal })
  // The answer may have come when the person was elsewhere already.
  if (document.hidden) hide()
  else if (!document.hasFocus()) leave()
  return () => {
    stop.abort()
    clearTimeout(timer)
    clearTimeout(blurred)
  }
}
