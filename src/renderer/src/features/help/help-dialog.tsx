import { Button } from '@mantine/core'
import type { Guidance, Profile } from '../../../../shared/domain/profile.ts'
import { closeDialog, openDialog, pageProfile, useScope, useUi } from '../../state/ui.ts'
import { DialogActions, DialogFrame } from '../../ui/dialog-frame.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import classes from './help-dialog.module.css'

/** What the service advises, as it says it. */
export const HelpDialog = () => {
  const scope = useScope()
  const profile = useUi(pageProfile)
  return (
    <DialogFrame title="Help" size={600} onClose={closeDialog}>
      {profile?.guidance.map(section => (
        <Section key={section.title} section={section} />
      ))}
      {profile && <Naming naming={profile.naming} />}
      <DialogActions>
        {scope && (
          <Button variant="default" onClick={() => openDialog({ kind: 'check-key', scope })}>
            Check a key
          </Button>
        )}
        <Button data-autofocus onClick={closeDialog}>
          Close
        </Button>
      </DialogActions>
    </DialogFrame>
  )
}

const Section = ({ section: { title, text, items } }: { readonly section: Guidance }) => (
  <section className={classes.section}>
    <h3>
      <PlainText text={title} />
    </h3>
    {text !== null && (
      <p>
        <PlainText text={text} longest={2000} />
      </p>
    )}
    {items.length > 0 && (
      <ul>
        {items.map(item => (
          <li key={item}>
            <PlainText text={item} longest={1000} />
          </li>
        ))}
      </ul>
    )}
  </section>
)

const Naming = ({ naming: { examples, avoid } }: { readonly naming: Profile['naming'] }) => {
  if (examples.length === 0 && avoid.length === 0) return null
  return (
    <section className={classes.section}>
      <h3>Names</h3>
      <Names label="Good examples" names={examples} />
      <Names label="Avoid" names={avoid} />
    </section>
  )
}

type NamesProps = { readonly label: string; readonly names: readonly string[] }

const Names = ({ label, names }: NamesProps) =>
  names.length === 0 ? null : (
    <p>
      {label}:{' '}
      {names.map(name => (
        <code key={name} className={classes.name}>
          <PlainText text={name} />
        </code>
      ))}
    </p>
  )
