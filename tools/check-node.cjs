// Run first by npm's scripts. Plain CommonJS that any Node parses: it is what tells an old one.
'use strict'

/** Why this Node cannot run the project's TypeScript as it is, or null. `version` is like 24.1.0. */
const refusal = version => {
  const [major, minor] = version.split('.').map(Number)
  const runs = major > 22 || (major === 22 && minor >= 18)
  return runs
    ? null
    : `Claviger needs Node 22.18 or newer and this is ${version}; npm ci brings one for most systems, for yours please install Node 24 from https://nodejs.org.`
}

module.exports = { refusal }

const reason = require.main === module ? refusal(process.versions.node) : null
if (reason) {
  process.stderr.write(`${reason}\n`)
  process.exit(1)
}
