import type { ReactNode } from 'react'
import type { ErrorInfo } from '../../../shared/error.ts'
import classes from './callout.module.css'
import { Callout } from './callout.tsx'
import { errorText } from './error-text.ts'
import { PlainText } from './plain-text.tsx'

type ErrorAlertProps = { readonly error: ErrorInfo | null; readonly children?: ReactNode }

/** A failure in plain words, with what can be done about it as `children`. Nothing when there is none. */
export const ErrorAlert = ({ error, children }: ErrorAlertProps) => {
  if (error === null) return null
  const { title, text } = errorText(error)
  return (
    <Callout tone="danger" role="alert" title={title} actions={children}>
      {text}
      <ServiceSaid error={error} />
    </Callout>
  )
}

/** The service's own words are a quotation: they may say anything. */
const ServiceSaid = ({ error }: { readonly error: ErrorInfo }) =>
  error.code === 'refused' && error.detail ? (
    <blockquote className={classes.quote}>
      The service says: <PlainText text={error.detail} longest={300} />
    </blockquote>
  ) : null
