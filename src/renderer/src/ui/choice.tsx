import { Select } from '@mantine/core'

type ChoiceProps<Value extends string> = {
  readonly label: string
  readonly description?: string
  readonly value: Value
  /** In order; each value once. */
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly disabled?: boolean
  /** Has the keyboard when its dialog opens. */
  readonly autoFocus?: boolean
  readonly error?: string | null
  readonly onChoose: (value: Value) => void
}

/** One of a few. Something is always chosen. */
export const Choice = <Value extends string>(props: ChoiceProps<Value>) => {
  const { label, description, value, options, disabled = false, error = null, onChoose } = props
  const focus = props.autoFocus ? { 'data-autofocus': true } : {}
  return (
    <Select
      {...{ label, value, disabled, error, ...focus }}
      {...(description ? { description } : {})}
      data={[...options]}
      allowDeselect={false}
      // Within the dialog or drawer in which it stands: outside of it no reader would look for it.
      comboboxProps={{
        withinPortal: false,
        floatingStrategy: 'fixed',
        transitionProps: { duration: 0 },
      }}
      onChange={chosen => {
        const option = options.find(candidate => candidate.value === chosen)
        if (option && option.value !== value) onChoose(option.value)
      }}
    />
  )
}
