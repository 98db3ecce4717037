/**
 * For the start of a document: tells (`rowsPainted`, where there is such a binding), and marks as `rows-painted`, the end of
 * the first frame in which an element of `selector` has a text.
 */
export const run = (selector: string): void => {
  const painted = new MessageChannel()
  painted.port1.onmessage = () => {
    const { startTime } = performance.mark('rows-painted')
    const told = { paintedAt: performance.timeOrigin + startTime, pageMs: startTime }
    // Put there by DevTools.
    const { rowsPainted } = globalThis as { rowsPainted?: (text: string) => void }
    rowsPainted?.(JSON.stringify(told))
  }
  const look = () => {
    if (!document.querySelector(selector)?.textContent) return
    observer.disconnect()
    requestAnimationFrame(() => painted.port2.postMessage(null))
  }
  const observer = new MutationObserver(look)
  observer.observe(document, { childList: true, subtree: true, characterData: true })
  look()
}
