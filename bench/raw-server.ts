/** `node bench/raw-server.ts FILE`: answers every request over HTTPS with the bytes of FILE; prints where, and its certificate. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { makeCertificate } from '../src/service/tls.ts'

const [file = ''] = process.argv.slice(2)
const body = readFileSync(file)
const { key, certificate } = await makeCertificate()
const headers = { 'content-type': 'application/json', 'content-length': body.length }
const server = createServer({ key, cert: certificate }, (_request, response) => {
  response.writeHead(200, headers).end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  process.stdout.write(`${JSON.stringify({ port, certificate })}\n`)
})
// Whoever started it is gone.
process.stdin.on('end', () => process.exit()).resume()
