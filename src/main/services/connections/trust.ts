import { X509Certificate } from 'node:crypto'
import type { Trust } from '../../../shared/domain/connection.ts'
import type { FieldProblem } from '../../../shared/error.ts'

/** What is wrong with the pasted authority, or null. A private key is never accepted, so never kept. */
export const trustProblem = ({ ca }: Trust): FieldProblem | null => {
  if (ca === null) return null
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(ca)) return 'private-key'
  const blocks = ca.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)
  return blocks?.every(isCertificate) ? null : 'not-a-certificate'
}

const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}
