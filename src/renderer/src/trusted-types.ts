type Rules = { readonly createHTML: (html: string) => string | null }
type TrustedTypes = { readonly createPolicy: (name: string, rules: Rules) => unknown }

// The DOM library has no Trusted Types yet; the page's CSP requires them.
const { trustedTypes } = window as Window & { readonly trustedTypes?: TrustedTypes }

/** React clears elements by `innerHTML`; text without markup may pass, nothing else does. */
trustedTypes?.createPolicy('default', {
  createHTML: html => (/[<&]/.test(html) ? null : html),
})
