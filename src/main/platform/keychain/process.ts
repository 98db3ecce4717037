import { createRequire } from 'node:module'
import { causeOf } from './causes.ts'
import type { KeychainReady, KeychainReply, KeychainRequest } from './protocol.ts'

// The only user of keytar, in a process of its own: a hung keyring blocks all threads of the process that asks,
// and a locked one can crash it (atom/node-keytar#477). `find…` is what crashes; it is never called.
type Keytar = Pick<typeof import('keytar'), 'getPassword' | 'setPassword' | 'deletePassword'>

const service = 'claviger'
const probe = 'probe'
const done = (value: string | null): KeychainReply => ({ kind: 'done', value })

// A locked keyring answers as if it were empty; only a write says that it is locked.
const provePresent = async (keytar: Keytar): Promise<void> => {
  await keytar.setPassword(service, probe, probe)
  await keytar.deletePassword(service, probe)
}

const get = async (keytar: Keytar, account: string): Promise<KeychainReply> => {
  const found = await keytar.getPassword(service, account)
  if (found !== null) return done(found)
  await provePresent(keytar)
  // The write may have let the user unlock the keyring.
  return done(await keytar.getPassword(service, account))
}

const set = async (keytar: Keytar, account: string, value: string): Promise<KeychainReply> => {
  await keytar.setPassword(service, account, value)
  const kept = await keytar.getPassword(service, account)
  return kept === value ? done(null) : { kind: 'failed', cause: 'refused' }
}

const remove = async (keytar: Keytar, account: string): Promise<KeychainReply> => {
  if (await keytar.deletePassword(service, account)) return done(null)
  await provePresent(keytar)
  await keytar.deletePassword(service, account)
  return done(null)
}

const perform = (keytar: Keytar, request: KeychainRequest): Promise<KeychainReply> => {
  switch (request.kind) {
    case 'get':
      return get(keytar, request.account)
    case 'set':
      return set(keytar, request.account, request.value)
    case 'delete':
      return remove(keytar, request.account)
  }
}

const load = (): Keytar | null => {
  try {
    return createRequire(import.meta.url)('keytar')
  } catch {
    return null
  }
}

const keytar = load()

const answer = async (request: KeychainRequest): Promise<KeychainReply> => {
  if (keytar === null) return { kind: 'failed', cause: 'library-missing' }
  try {
    return await perform(keytar, request)
  } catch (error) {
    return { kind: 'failed', cause: causeOf(error instanceof Error ? error.message : '') }
  }
}

process.parentPort.on('message', event => {
  answer(event.data).then(reply => process.parentPort.postMessage(reply))
})

process.parentPort.postMessage({ kind: 'ready' } satisfies KeychainReady)
