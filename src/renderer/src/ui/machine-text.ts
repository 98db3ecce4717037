import { assertNever } from '../../../shared/app-error.ts'
import type { ErrorInfo } from '../../../shared/error.ts'
import type { Words } from './error-text.ts'

type Of<C extends ErrorInfo['code']> = Extract<ErrorInfo, { readonly code: C }>

/** The proxy stands between: what the service would say is not known. */
export const proxyText = ({ cause, proxy, host }: Of<'proxy'>): Words => {
  const name = proxy === null ? 'the proxy' : `the proxy ${proxy}`
  const atStart = `T${name.slice(1)}`
  const unsent = `Nothing was sent to ${host}.`
  switch (cause) {
    case 'unreachable':
      return {
        title: 'The proxy cannot be reached',
        text: `This computer’s settings lead to ${host} through ${name}, which does not answer. ${unsent} Check the proxy settings of your system.`,
      }
    case 'login':
      return {
        title: 'The proxy asks for a login',
        text: `${atStart} lets nobody through without a name and password, which Claviger does not have. ${unsent} Ask its operator to let ${host} through.`,
      }
    case 'refused':
      return {
        title: 'The proxy refuses this host',
        text: `${atStart} does not lead to ${host}. ${unsent} Ask its operator to let the host through.`,
      }
    case 'unsupported':
      return {
        title: 'A kind of proxy that is not supported',
        text: `This computer’s settings lead to ${host} through ${name}, of a kind that Claviger does not speak to. ${unsent} Use an HTTP proxy for the host, or none.`,
      }
    case 'not-resolved':
      return {
        title: 'The proxy settings do not answer',
        text: `Your system did not say in time which proxy leads to ${host}. ${unsent} Check its proxy script, then try again.`,
      }
    default:
      return assertNever(cause)
  }
}

/** Which key it is, is in the dialog that shows this. */
export const damagedText: Words = {
  title: 'The key arrived damaged',
  text: 'Its checksum is wrong, so no service would take it. It was neither copied nor shown. Leave this dialog, then delete the key and create it anew.',
}

export const fileText = (cause: Of<'file'>['cause']): Words => {
  const kept = 'What was there before is kept.'
  switch (cause) {
    case 'denied':
      return {
        title: 'No right to write there',
        text: `The file was not written. ${kept} Choose another folder.`,
      }
    case 'read-only':
      return {
        title: 'Nothing can be written there',
        text: `The disk is read-only, so the file was not written. ${kept} Choose another place.`,
      }
    case 'full':
      return {
        title: 'The disk is full',
        text: `The file was not written. ${kept} Free some space, or choose another disk.`,
      }
    case 'not-a-file':
      return {
        title: 'No file can be written under this name',
        text: `A folder or a device has it, or the system allows no such name. ${kept} Choose another name.`,
      }
    case 'changed':
      return {
        title: 'The list keeps changing',
        text: `It changed again and again while it was being written, so the file was not written. ${kept} Try again when the list is up to date.`,
      }
    case 'failed':
      return {
        title: 'The file was not written',
        text: `The folder is not there any longer, or the disk reported a fault. ${kept} Try another place.`,
      }
    default:
      return assertNever(cause)
  }
}
