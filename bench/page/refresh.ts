type Claviger = {
  request: (route: string, input: unknown) => Promise<unknown>
  subscribe: (listener: (name: string) => void) => () => void
}

/** Asks for the list to be read anew; ms until that is answered and the page was told that keys have changed. */
export const run = async (scope: unknown): Promise<number> => {
  // The bridge that the preload script gives to the page.
  const { claviger } = globalThis as unknown as { readonly claviger: Claviger }
  const startedAt = performance.now()
  let stop = () => {}
  const told = new Promise<void>(resolve => {
    stop = claviger.subscribe(name => name === 'keys-changed' && resolve())
  })
  await Promise.all([told, claviger.request('keys.refresh', scope)])
  stop()
  return performance.now() - startedAt
}
