/** Upper-case hexadecimal SHA-256 of a certificate, colon-separated, as OpenSSL and Node write it. */
export const isCertificatePin = (pin: string): boolean =>
  /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/.test(pin)

/**
 * SHA-256 of a certificate's public key, which it may keep when it is renewed: `sha256/` and base64, RFC 7469 section 2.4
 * in the form in which Chromium and curl take it.
 */
export const isPublicKeyPin = (pin: string): boolean => /^sha256\/[A-Za-z0-9+/]{43}=$/.test(pin)
