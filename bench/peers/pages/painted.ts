/** Marks `rows` at the end of the first frame with rows in it (`performance.mark`). */
export const markFirstRows = (selector = '[data-name]'): void => {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => performance.mark('rows')
  const look = () => {
    if (document.querySelector(selector)?.textContent) port2.postMessage(null)
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
