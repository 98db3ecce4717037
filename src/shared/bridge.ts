/** The one request channel; its payload is `{ route, input }`, its answer a `Result`. */
export const requestChannel = 'claviger:request'
/** The one event channel; its payload is `{ name, data }`. */
export const eventChannel = 'claviger:event'

/** All that the page can reach of the application, as `window.claviger`. */
export type Bridge = {
  readonly request: (route: string, input: unknown) => Promise<unknown>
  /** Returns the undo. */
  readonly subscribe: (listener: (name: string, data: unknown) => void) => () => void
}
