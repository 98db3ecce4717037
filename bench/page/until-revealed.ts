/**
 * From the next click on: ms to the end of the first frame in which a dialog with `text` in it can be read, which is
 * when it has half of its colour. The answer is `revealed`.
 */
export const run = (text: string): void => {
  const opacityOf = (element: Element | null): number =>
    element === null
      ? 1
      : Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement)
  const isShown = () => {
    const dialogs = [...document.querySelectorAll('[role=dialog]')]
    const found = dialogs.find(dialog => dialog.textContent.includes(text))
    return found !== undefined && opacityOf(found) >= 0.5
  }
  const revealed = new Promise<number>(resolve => {
    const onClick = ({ timeStamp }: Event) => {
      const painted = new MessageChannel()
      painted.port1.onmessage = () => resolve(performance.now() - timeStamp)
      const look = () => {
        if (isShown()) painted.port2.postMessage(null)
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }
    addEventListener('click', onClick, { capture: true, once: true })
  })
  Object.assign(globalThis, { revealed })
}
