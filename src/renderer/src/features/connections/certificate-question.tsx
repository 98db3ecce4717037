import { Button } from '@mantine/core'
import { useCallback } from 'react'
import type { Certificate, Trust } from '../../../../shared/domain/connection.ts'
import { isCertificatePin } from '../../../../shared/domain/pin.ts'
import { api } from '../../api/index.ts'
import { useLive } from '../../api/use-live.ts'
import { Callout } from '../../ui/callout.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { dayOf } from '../../ui/time.ts'
import { fingerprintGroups } from './connection-form.ts'
import classes from './connections.module.css'

type CertificateQuestionProps = {
  readonly url: string
  /** What is demanded of it until now. */
  readonly pin: string | null
  readonly onTrust: (trust: Trust) => void
}

/** Shows what an unknown service says it is. Only a person can tell whether that is true. */
export const CertificateQuestion = ({ url, pin, onTrust }: CertificateQuestionProps) => {
  const load = useCallback(() => api.connections.certificate({ url }), [url])
  const { live } = useLive(load, [])
  if (live.kind === 'loading') return <p className={classes.text}>Reading the certificate…</p>
  if (live.kind === 'failed') return <ErrorAlert error={live.error} />
  const { pem, fingerprint } = live.value
  const isKeyPinned = pin !== null && !isCertificatePin(pin)
  const changed = pin !== null && !isKeyPinned && pin !== fingerprint
  return (
    <Callout
      tone={changed ? 'danger' : 'warning'}
      role="region"
      title={changed ? 'The service shows another certificate' : 'Certificate of the service'}
      actions={
        <Button size="xs" onClick={() => onTrust({ ca: pem, pin: fingerprint })}>
          Trust this certificate
        </Button>
      }
    >
      <div className={classes.certificate}>
        <CertificateFacts certificate={live.value} url={url} />
        <div>
          {changed
            ? 'Ask its operator why it changed. Compare this SHA-256 fingerprint with theirs:'
            : 'Compare it with the fingerprint the service printed (SHA-256):'}
          <code className={classes.fingerprint}>{fingerprintGroups(fingerprint)}</code>
        </div>
        {isKeyPinned && <div>The public key that is pinned is demanded of it as well.</div>}
      </div>
    </Callout>
  )
}

type CertificateFactsProps = { readonly certificate: Certificate; readonly url: string }

const CertificateFacts = ({ certificate, url }: CertificateFactsProps) => (
  <dl className={classes.facts}>
    <dt>Address</dt>
    <dd>{new URL(url).host}</dd>
    <dt>Subject</dt>
    <dd>
      <PlainText text={certificate.subject} />
    </dd>
    <dt>Issuer</dt>
    <dd>
      <PlainText text={certificate.issuer} />
    </dd>
    <dt>Valid</dt>
    <dd>
      {dayOf(certificate.validFrom)} to {dayOf(certificate.validTo)}
    </dd>
  </dl>
)
