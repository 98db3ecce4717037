/** Variables that switch off checks, write down session keys or run foreign code, in Node or in what it starts. */
export const dangerousVariables = [
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'SSLKEYLOGFILE',
  'ELECTRON_RUN_AS_NODE',
] as const

/**
 * Takes them out of `environment`, and with it out of what every helper inherits; answers the names of those that were
 * set, never their values. For before anything else runs.
 */
export const dropDangerousVariables = (environment: NodeJS.ProcessEnv): readonly string[] => {
  const known: ReadonlySet<string> = new Set(dangerousVariables)
  // Windows has one variable under every spelling.
  const found = Object.keys(environment).filter(name => known.has(name.toUpperCase()))
  for (const name of found) delete environment[name]
  return found
}
