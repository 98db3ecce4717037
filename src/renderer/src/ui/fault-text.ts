import { assertNever } from '../../../shared/app-error.ts'
import type { ErrorInfo } from '../../../shared/error.ts'
import type { Words } from './error-text.ts'

type Cause<Code extends ErrorInfo['code']> = Extract<
  ErrorInfo,
  { readonly code: Code; readonly cause: string }
>['cause']

export const keychainText = (cause: Cause<'keychain'>): Words => {
  switch (cause) {
    case 'no-service':
      return {
        title: 'No keychain on this computer',
        text: 'No Secret Service answers. Nothing was changed. Install and start GNOME Keyring or KWallet, then try again.',
      }
    case 'locked':
      return {
        title: 'The keychain is locked',
        text: 'Nothing was changed. Unlock it in your system’s password manager, then try again.',
      }
    case 'timeout':
      return {
        title: 'The keychain does not answer',
        text: 'It took longer than 3 seconds. Look for a hidden password prompt, then try again.',
      }
    case 'crashed':
      return {
        title: 'The keychain access crashed',
        text: 'It has been restarted; nothing was lost. Try again, and unlock the keychain first.',
      }
    case 'library-missing':
      return {
        title: 'The keychain library is missing',
        text: 'Install libsecret (libsecret-1-0 on Debian and Ubuntu), then restart Claviger.',
      }
    case 'refused':
      return {
        title: 'The keychain refused',
        text: 'Nothing was changed. Allow Claviger to use the keychain when your system asks, then try again.',
      }
    default:
      return assertNever(cause)
  }
}

export const storeText = (cause: Cause<'store'>): Words => {
  switch (cause) {
    case 'newer':
      return {
        title: 'Data of a newer Claviger',
        text: 'This version may read it but not change it. Nothing was changed. Install the newer version.',
      }
    case 'read-only':
      return {
        title: 'The data folder cannot be written',
        text: 'Nothing was changed. Give your account the right to write to it, then restart Claviger.',
      }
    case 'full':
      return {
        title: 'The disk is full',
        text: 'Nothing was changed at the service. Free some space and try again.',
      }
    case 'failed':
      return {
        title: 'The data on this computer cannot be read',
        text: 'Nothing was changed at the service. Restart Claviger; if it happens again, check the disk.',
      }
    default:
      return assertNever(cause)
  }
}

export const unreachableText = (cause: Cause<'unreachable'>, host: string): Words => {
  switch (cause) {
    case 'dns':
      return {
        title: 'Host not found',
        text: `There is no ${host}, or no network to ask. Nothing was sent. Check the address and your network.`,
      }
    case 'refused':
      return {
        title: 'Nobody answers there',
        text: `The host ${host} refuses connections: the service is not running, or the port is wrong. Nothing was sent.`,
      }
    case 'network':
      return {
        title: 'No way to the service',
        text: `The host ${host} cannot be reached. Nothing was sent. Check your network or VPN, then retry.`,
      }
    default:
      return assertNever(cause)
  }
}

export const tlsText = (cause: Cause<'tls'>, host: string): Words => {
  const unsent = 'Nothing was sent.'
  switch (cause) {
    case 'expired':
      return {
        title: 'Certificate expired',
        text: `The certificate of ${host} is no longer valid. ${unsent} Check this computer’s clock, or have the certificate renewed.`,
      }
    case 'not-yet-valid':
      return {
        title: 'Certificate not valid yet',
        text: `The certificate of ${host} begins later than now. ${unsent} Check this computer’s clock.`,
      }
    case 'untrusted':
      return {
        title: 'Certificate not trusted',
        text: `No authority known here vouches for ${host}. ${unsent} Add its CA, or compare and trust its certificate.`,
      }
    case 'wrong-host':
      return {
        title: 'Certificate of another host',
        text: `The certificate was not made for ${host}. ${unsent} Use the host name that the certificate names.`,
      }
    case 'pin-mismatch':
      return {
        title: 'The certificate has changed',
        text: `The host ${host} shows another certificate than the one you trusted. ${unsent} Ask its operator before you trust the new one.`,
      }
    case 'key-mismatch':
      return {
        title: 'Not the pinned public key',
        text: `The certificate of ${host} has another public key than the one that is pinned. ${unsent} Ask its operator whether the key was changed, and pin the new one if it was.`,
      }
    case 'not-tls':
      return {
        title: 'No HTTPS there',
        text: `The host ${host} answers, but not over HTTPS. ${unsent} Check the port.`,
      }
    case 'other':
      return {
        title: 'No secure connection',
        text: `The encrypted connection to ${host} failed. ${unsent} Ask the operator which TLS versions it offers.`,
      }
    default:
      return assertNever(cause)
  }
}
