import { Radio } from '@mantine/core'
import { useUi } from '../../state/ui.ts'
import { PageFrame } from '../../ui/page-frame.tsx'
import { DiagnosticsSettings } from './diagnostics-settings.tsx'
import { SafetySettings } from './safety-settings.tsx'
import classes from './settings-page.module.css'

const themes = [
  { value: 'auto', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

export const SettingsPage = () => {
  const theme = useUi(state => state.theme)
  const version = useUi(state => state.info?.version)
  return (
    <PageFrame title="Settings">
      <div className={classes.body}>
        <section aria-labelledby="theme">
          <h2 id="theme">Theme</h2>
          <div className={classes.themes} role="radiogroup" aria-labelledby="theme">
            {themes.map(({ value, label }) => (
              <Radio
                key={value}
                {...{ name: 'theme', value, label }}
                checked={value === theme}
                onChange={() => useUi.setState({ theme: value })}
              />
            ))}
          </div>
        </section>
        <SafetySettings />
        <section aria-labelledby="kept">
          <h2 id="kept">What is kept on this computer</h2>
          <p>
            Credentials are in the system’s keychain, or in memory until Claviger quits; never in a
            file.
          </p>
          <p>
            Names, masks and states of keys, and what was done here, are in Claviger’s own data
            folder, so that they can be reviewed offline. Secrets of keys are never kept.
          </p>
        </section>
        <DiagnosticsSettings />
        <section aria-labelledby="about">
          <h2 id="about">About</h2>
          <p>Claviger {version}</p>
        </section>
      </div>
    </PageFrame>
  )
}
