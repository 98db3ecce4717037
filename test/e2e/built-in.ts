import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'

/** The key service that Claviger started, as an integration on this computer reaches it. */
export const readBuiltIn = async (dataFolder: string) => {
  const folder = join(dataFolder, 'key-service')
  const ca = await readFile(join(folder, 'tls/cert.pem'), 'utf8')
  const port = Number(await readFile(join(folder, 'port'), 'utf8'))
  return {
    verify: (environment: string, key: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const url = `https://127.0.0.1:${port}/v1/environments/${environment}/verify`
        const headers = { 'content-type': 'application/json' }
        const call = request(url, { method: 'POST', headers, ca, agent: false }, async response => {
          let text = ''
          for await (const chunk of response) text += chunk
          resolve(JSON.parse(text))
        })
        call.on('error', reject).end(JSON.stringify({ key }))
      }),
  }
}
