import type { createTransport, TransportParts } from './index.ts'

type Https = ReturnType<typeof createTransport>

/** The transport, which is loaded by the first who asks for something: a window is shown without any of it. */
export const createLateTransport = (parts: Partial<TransportParts> = {}): Https => {
  let loaded: Promise<Https> | null = null
  const load = async (): Promise<Https> => (await import('./index.ts')).createTransport(parts)
  const https = (): Promise<Https> => {
    loaded ??= load()
    return loaded
  }
  return {
    transport: async request => (await https()).transport(request),
    readCertificate: async origin => (await https()).readCertificate(origin),
    close: async () => (await loaded)?.close(),
  }
}
