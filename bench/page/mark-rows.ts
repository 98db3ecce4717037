/**
 * For the start of a document: sets the performance mark `rows` after the frame that shows the first element of
 * `selector` with a text in it.
 */
export const run = (selector: string): void => {
  const painted = new MessageChannel()
  painted.port1.onmessage = () => void performance.mark('rows')
  const look = () => {
    const found = document.querySelector(selector)
    if (!found?.textContent) return
    observer.disconnect()
    requestAnimationFrame(() => painted.port2.postMessage(null))
  }
  const observer = new MutationObserver(look)
  observer.observe(document, { childList: true, subtree: true, characterData: true })
  look()
}
