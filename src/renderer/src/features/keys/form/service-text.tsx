import { PlainText } from '../../../ui/plain-text.tsx'
import classes from './service-text.module.css'

/** What a service says in its own words, as plain text; nothing where it says nothing. */
export const ServiceText = ({ text }: { readonly text: string | null }) =>
  text && (
    <p className={classes.text}>
      <PlainText text={text} longest={1000} />
    </p>
  )
