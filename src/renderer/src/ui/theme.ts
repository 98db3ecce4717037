import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const slate: MantineColorsTuple = [
  '#d5d9e0',
  '#b9bfc9',
  '#949ca8',
  '#6f7785',
  '#343b46',
  '#2b313a',
  '#232831',
  '#191d24',
  '#12151b',
  '#0c0e12',
]

const sans = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'
const mono = 'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, "DejaVu Sans Mono", monospace'

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  colors: { dark: slate },
  fontFamily: sans,
  fontFamilyMonospace: mono,
  fontSizes: {
    xs: '0.75rem',
    sm: '0.8125rem',
    md: '0.875rem',
    lg: '1rem',
    xl: '1.25rem',
  },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.25rem', lineHeight: '1.4' } } },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // By name: their own `extend` would load every one of them with the first page.
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
  },
})

/** The few colours that Mantine does not name, or that are too faint in it to be read (WCAG 1.4.3). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#59616d',
    '--mantine-color-placeholder': '#6d7581',
    '--mantine-color-error': '#c92a2a',
    '--claviger-surface': '#f7f8fa',
    '--claviger-line': '#e4e7ec',
    '--claviger-hover': '#f1f3f6',
    '--claviger-selected': '#eaeefe',
    '--claviger-production': '#b42318',
    '--claviger-proved': '#087f5b',
    '--claviger-preview': '#0b7285',
    '--claviger-preview-faint': '#e6f4f6',
    '--claviger-production-faint': '#fdecea',
    '--claviger-production-text': '#a3200f',
    '--claviger-warning': '#9a3f08',
    '--claviger-warning-faint': '#fff8e4',
    '--claviger-warning-line': '#f1dda5',
    '--claviger-danger-faint': '#fff2f1',
    '--claviger-danger-line': '#f4c9c5',
  },
  dark: {
    '--mantine-color-dimmed': '#a6aebb',
    '--mantine-color-placeholder': '#858d9a',
    '--mantine-color-error': '#ff8787',
    '--claviger-surface': '#14171d',
    '--claviger-line': '#2b313b',
    '--claviger-hover': '#20252d',
    '--claviger-selected': '#252d4a',
    '--claviger-production': '#c4281c',
    '--claviger-proved': '#0b8a63',
    '--claviger-preview': '#66d9e8',
    '--claviger-preview-faint': '#12313a',
    '--claviger-production-faint': '#3a1b18',
    '--claviger-production-text': '#ff9d92',
    '--claviger-warning': '#ffd43b',
    '--claviger-warning-faint': '#2a2412',
    '--claviger-warning-line': '#574a1c',
    '--claviger-danger-faint': '#2f1917',
    '--claviger-danger-line': '#6b2f2a',
  },
})
