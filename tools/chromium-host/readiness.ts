let ready = false
const { promise, resolve } = Promise.withResolvers<void>()

/** `app.isReady()`. */
export const isReady = (): boolean => ready
export const whenReady = (): Promise<void> => promise

export const becomeReady = (): void => {
  ready = true
  resolve()
}
