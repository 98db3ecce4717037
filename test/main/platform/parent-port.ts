// Loaded before a helper program: gives it Electron's `process.parentPort` over Node's own IPC channel.
const port = {
  on: (_event: 'message', listen: (event: { readonly data: unknown }) => void): void => {
    process.on('message', data => listen({ data }))
  },
  postMessage: (message: unknown): void => {
    process.send?.(message)
  },
}

Object.defineProperty(process, 'parentPort', { value: port })
