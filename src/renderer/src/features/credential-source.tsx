import { IconExternalLink } from '@tabler/icons-react'
import type { ConnectorInfo } from '../../../shared/domain/connector.ts'
import { api } from '../api/index.ts'
import { useAction } from '../api/use-action.ts'
import { ErrorAlert } from '../ui/error-alert.tsx'
import classes from './credential-source.module.css'

type CredentialSourceProps = { readonly info: ConnectorInfo; readonly id?: string }

/** What a service's credential is called, where it is made, and how little it needs to be allowed. */
export const CredentialSource = ({ info, id }: CredentialSourceProps) => {
  const { label, where, link, advice } = info.credential
  return (
    <div className={classes.source} id={id}>
      <p>
        <strong>{label}.</strong> {where} {link !== null && <PageLink info={info} link={link} />}
      </p>
      <p>{advice}</p>
    </div>
  )
}

/** Main opens the page, and only that of the connector: the window has no way to the web. */
const PageLink = ({ info, link }: { readonly info: ConnectorInfo; readonly link: string }) => {
  const open = useAction(() => api.connections.openCredentialPage({ connector: info.id }))
  return (
    <>
      <button type="button" className={classes.link} onClick={() => void open.run()}>
        Open {new URL(link).host}
        <IconExternalLink size={13} aria-hidden />
      </button>
      <ErrorAlert error={open.error} />
    </>
  )
}
