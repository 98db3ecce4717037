const policy = [
  "default-src 'none'",
  "script-src 'self' 'nonce-n1'",
  "style-src 'self'",
  "frame-src 'self'",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ')

const index = `<!doctype html><html><head><title>Fixture page</title>
  <script nonce="n1">window.withNonce = true</script>
  <script>window.inline = true</script>
  <script src="/page.js"></script></head>
  <body><h1>Fixture</h1><div id="out"></div><a id="blank" target="_blank" href="https://example.com/blank">x</a>
  <a id="away" href="https://example.com/away">y</a>
  <form id="form" method="post" action="https://example.com/form"></form></body></html>`

const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/index.html': ['text/html', index],
  '/allowed': ['text/html', '<!doctype html><title>Allowed</title><h1>Allowed</h1>'],
  '/frame.html': ['text/html', '<!doctype html><title>Frame</title><h1>Frame</h1>'],
  '/refresh.html': [
    'text/html',
    '<!doctype html><meta http-equiv="refresh" content="0;url=https://example.com/refresh"><h1>Refresh</h1>',
  ],
  '/page.js': [
    'text/javascript',
    `window.violations = []
     addEventListener('securitypolicyviolation', event =>
       window.violations.push(event.effectiveDirective))`,
  ],
}

/** Answers `app://fixture/`, and tells the request's own URL in a header. */
export const answerPage = async (request: Request): Promise<Response> => {
  const { host, pathname } = new URL(request.url)
  const file = files[pathname]
  if (host !== 'fixture' || !file) return new Response('Not found', { status: 404 })
  const [type, text] = file
  return new Response(text, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'x-seen-url': encodeURIComponent(request.url),
      'x-seen-method': request.method,
    },
  })
}
