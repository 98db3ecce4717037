import { randomBytes } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { redact, redactorOf, without } from '../../../src/main/base/redact.ts'
import { liveSecrets, secret, unverified } from '../../../src/main/base/secret.ts'
import { newSecret } from '../../../src/service/secret-format.ts'
import { holds } from '../../traces.ts'

const nothingLive = redactorOf([])

describe('a secret that is held', () => {
  // Of no known form in any of its forms, so that nothing but its being held can take it out.
  const value = 'my "äß/+!'
  const held = secret(value)
  const only = redactorOf([held])
  const forms: Readonly<Record<string, string>> = {
    'as it is': value,
    'in JSON': JSON.stringify({ name: value }),
    'in a URL': `https://keys.example.com/?q=${encodeURIComponent(value)}`,
    'in a URL of small letters': encodeURIComponent(value).replaceAll(/%../g, code =>
      code.toLowerCase(),
    ),
    'in a query': String(new URLSearchParams({ q: value })),
    'in hexadecimal': Buffer.from(value).toString('hex'),
    'in capital hexadecimal': Buffer.from(value).toString('hex').toUpperCase(),
    'in base64': Buffer.from(value).toString('base64'),
    'in base64 after one byte': Buffer.from(`x${value}x`).toString('base64'),
    'in base64 after two bytes': Buffer.from(`xy${value}x`).toString('base64'),
    'in base64url': Buffer.from(`u:${value}`).toString('base64url'),
    'twice and within words': `${value}and${value}`,
  }

  it.each(Object.entries(forms))('is taken out %s', (_form, text) => {
    expect(only(text)).toContain('[secret]')
    expect(holds(Buffer.from(only(text)), value)).toBe(false)
    expect(decodeURIComponent(only(text).replaceAll('%', '%25'))).not.toContain(value)
    expect(nothingLive(text)).toBe(text)
  })

  it('leaves the words around it', () => {
    expect(only(`before ${value} after`)).toBe('before [secret] after')
  })

  it('is known to the redactor of this process as soon as it is made', () => {
    expect(redact(`says ${held.expose()}`)).toBe('says [secret]')
  })

  it('is no longer held by anybody once its owner let it go', () => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const text = `let go ${randomBytes(9).toString('hex')}`
    // Made in a function of its own, so that no register of this one keeps it.
    ;(() => void secret(text))()
    const stillThere = () => liveSecrets().some(one => one.expose() === text)
    return new Promise<void>(resolve => setImmediate(resolve)).then(() => {
      collect()
      expect(stillThere()).toBe(false)
    })
  })

  it('is the only text that is looked for where an id may have the form of a key', () => {
    const id = 'user_01WCz1FkmYMm4gnmykNKUu3Q'
    expect(without([held])(`${id} ${value}`)).toBe(`${id} [secret]`)
    expect(only(id)).toBe('user_[secret]')
  })

  it('is no text of which nobody knows whether it is one', () => {
    const copied = unverified('the billing department')
    expect(redact(copied.expose())).toBe('the billing department')
    expect(`${copied} ${JSON.stringify(copied)}`).toBe('[secret] "[secret]"')
  })

  it('is too short to be looked for below six characters', () => {
    expect(redactorOf([secret('a'), secret('')])('a log of letters')).toBe('a log of letters')
  })
})

describe('what has the form of a key', () => {
  const random = (length: number) =>
    Array.from({ length }, (_, at) => 'aB3dE5fG7hJ9kLmN'[(at * 5 + (at >> 3)) % 16]).join('')
  const keys: Readonly<Record<string, string>> = {
    Claviger: newSecret('clv_production_'),
    Consently: newSecret('cly_'),
    'a project of the seeds': newSecret('sk-project-'),
    Anthropic: `sk-ant-api03-${random(93)}AA`,
    OpenAI: `sk-${random(48)}`,
    'OpenAI, of a project': `sk-proj-${random(60)}_${random(40)}-${random(20)}`,
    OpenRouter: `sk-or-v1-${randomBytes(32).toString('hex')}`,
    Unkey: `prod_${random(22)}`,
    Cloudflare: `${random(20)}-${random(10)}_${random(8)}`,
    'better-auth': random(64),
    Unleash: `*:production.${randomBytes(28).toString('hex')}`,
    'Unleash, secure': `default:development.v2_${random(22)}_${random(43)}`,
    'a JSON Web Token': `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${random(43)}`,
    GitHub: `ghp_${random(36)}`,
    AWS: 'AKIAIOSFODNN7EXAMPLE',
  }

  it.each(Object.entries(keys))('is taken out: %s', (_name, key) => {
    expect(nothingLive(`refused: ${key}.`)).toMatch(/^refused: (prod_)?\[secret\]\.?$/)
  })

  it('is taken out of a header, a field, an address and a file of a private key', () => {
    const pem = `-----BEGIN EC PRIVATE KEY-----\n${'hunter2\n'.repeat(3)}-----END EC PRIVATE KEY-----`
    for (const said of ['Authorization: Bearer hunter2', 'Bearer hunter2hunter2hunter2'])
      expect(nothingLive(said)).not.toContain('hunter2')
    expect(nothingLive('Basic aHVudGVyMg==')).toBe('Basic [secret]')
    expect(nothingLive('{"apiKey":"hunter2"}')).toBe('{"apiKey":"[secret]"}')
    expect(nothingLive('password=hunter2&x=1')).toBe('password=[secret]&x=1')
    expect(nothingLive('https://admin:hunter2@keys.example.com/')).toBe(
      'https://[secret]@keys.example.com/',
    )
    expect(nothingLive(`a ${pem} b`)).toBe('a [secret] b')
  })

  it('leaves names, masks, ids, times and places alone', () => {
    const harmless = [
      'clv_preview_3bdf****fede sk-...1234 ••••••••••••fede unkey_3Zab…',
      'default:development.…12ab sk-learn-pipeline sk-or-v1-abc...123',
      'HTTPSGatewayAPIKEYProd1 PROD_BILLING_Service_EU ConsentPlatformV2Api01',
      'Basic subscription, Bearer validation of Shop 2, Basic plan-2024, Basic authentication',
      'K8sProd2EuWest1Backup Prod2Eu1Backup3Daily4 OAuth2Sso1LoginService2',
      'sk-bratislava-payments-gateway-of-production-eu-west-1',
      'ConsentPlatformProductionIntegration2 MyService-Production-v2-Read-Only-Access-01',
      '8c1bfa4e-6d4e-4f0a-9f0e-3f2a1c5d7e90 2026-11-21T20:13:45.123Z index-BxYz12_3.js:10:2000',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    ]
    for (const text of harmless) expect(nothingLive(text)).toBe(text)
  })

  it('takes time in proportion to the text, whatever it is', () => {
    const hostile = [
      'a',
      '-',
      'sk-',
      'a:',
      'eyJ',
      '://a',
      'aB1',
      '-----BEGIN ',
      'secret ',
      ' ',
    ].map(part => part.repeat(Math.ceil(200_000 / part.length)))
    // Quadratic forms need minutes for these.
    const start = performance.now()
    for (const text of hostile) nothingLive(text)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
