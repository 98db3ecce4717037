import type { Locator, Page } from '@playwright/test'
import { chooseKind, dialog, expectLive, fillConnection, go } from '../../tools/administrator.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'
import { type OddAnswer, type OddService, startOddService } from './odd-service.ts'

const hour = 3_600_000

/** What stands at a field, and that the field is marked and has the keyboard. */
const expectRefused = async (field: Locator, sentence: RegExp): Promise<void> => {
  await expect(field).toHaveAccessibleDescription(sentence)
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toBeFocused()
}

const credential = (open: Locator, environment: 'Preview' | 'Production') =>
  open.getByLabel(`${environment} credential`, { exact: true })

/** Fills the form for a kind of service that is at `odd`, with credentials that look right. */
const fill = (page: Page, kind: string, odd: OddService, typed: Typed = {}) =>
  fillConnection(page, { kind, url: odd.url, ca: odd.certificate, ...typed })
type Typed = { readonly preview?: string; readonly production?: string }

const unkeyKey = (createdAt: number, id: string) => ({
  ...{ keyId: `key_${id}`, start: 'abc', enabled: true, name: 'checkout' },
  ...{ createdAt, updatedAt: null },
})
const unkeyError = (status: number, type: string, detail: string): OddAnswer => ({
  status,
  body: {
    meta: { requestId: 'req_1' },
    error: { title: 'No', detail, status, type: `https://unkey.com/docs/errors/unkey/${type}` },
  },
})

/** As Unkey answers, with keys that were made at `createdAt` as it tells it. */
const unkey =
  (createdAt: number, date = Date.now()) =>
  ({ path, headers }: { readonly path: string; readonly headers: object }): OddAnswer => {
    const api =
      'authorization' in headers ? String(headers.authorization).slice('Bearer unkey_'.length) : ''
    const meta = { requestId: 'req_1' }
    const told = { date: new Date(date).toUTCString() }
    return path.endsWith('getApi')
      ? { headers: told, body: { meta, data: { id: api, name: 'Checkout' } } }
      : {
          headers: told,
          body: { meta, data: [unkeyKey(createdAt, api)], pagination: { hasMore: false } },
        }
  }

/** The root key of an API is called like the API: what `unkey` above answers depends on nothing else. */
const rootKeys = { preview: 'unkey_one', production: 'unkey_two' } as const
const fillUnkey = async (page: Page, odd: OddService, typed: Typed = rootKeys) => {
  const open = await fill(page, 'Unkey', odd, typed)
  await open.getByLabel('Preview API ID').fill('one')
  await open.getByLabel('Production API ID').fill('two')
  return open
}

const save = (open: Locator) => open.getByRole('button', { name: 'Save' }).click()
const tryOut = (open: Locator) => open.getByRole('button', { name: 'Test connection' }).click()

test('an ordinary key is known by its beginning, and is not sent anywhere', async ({
  application: { page },
}) => {
  await using odd = await startOddService(() => ({ body: {} }))
  const open = await fill(page, 'Anthropic', odd, { production: 'sk-ant-api03-abc' })
  await save(open)
  await expectRefused(credential(open, 'Production'), /ordinary API key.*Enter the Admin API key/)
  expect(odd.seen).toEqual([])
  await expect(credential(open, 'Production')).toHaveValue('sk-ant-api03-abc')

  await chooseKind(page, 'Unkey')
  await open.getByLabel('Production API ID').fill('api_1')
  await save(open)
  await expectRefused(credential(open, 'Production'), /begin with unkey_.*Enter the Root key/)
  expect(odd.seen).toEqual([])
})

test('an ordinary key that only its service knows for one is refused at its field', async ({
  application: { page },
}) => {
  const message = 'The different token type is not allowed here'
  await using odd = await startOddService(({ path }) =>
    path.startsWith('/api/admin/ui-config')
      ? { body: { version: '8.2.0' } }
      : { status: 403, body: { id: '1', name: 'PermissionError', message } },
  )
  const open = await fill(page, 'Unleash', odd, { preview: 'user:abc' })
  await save(open)
  const sentence = /ordinary key.*Enter the Personal access token/
  await expectRefused(credential(open, 'Preview'), sentence)
  await tryOut(open)
  await expectRefused(credential(open, 'Preview'), sentence)
})

test('an expired credential, and one that may do too little', async ({ application: { page } }) => {
  let answer = unkeyError(403, 'authorization/forbidden', 'the key has expired')
  await using odd = await startOddService(() => answer)
  const open = await fillUnkey(page, odd, { production: rootKeys.production })
  await save(open)
  await expectRefused(credential(open, 'Production'), /expired.*Make a new one/)

  const detail = 'Missing one of these permissions: [api.*.read_key, api.two.read_key]'
  answer = unkeyError(403, 'authorization/insufficient_permissions', detail)
  await save(open)
  await expectRefused(credential(open, 'Production'), /lacks the permission api\.two\.read_key/)

  // With two of them the answer does not say whose it was.
  await credential(open, 'Preview').fill(rootKeys.preview)
  await save(open)
  await expectRefused(credential(open, 'Preview'), /lacks the permission api\.two\.read_key/)
  await expect(credential(open, 'Production')).toHaveAccessibleDescription(/lacks the permission/)
})

test('a setting that the service does not have is refused where it was typed', async ({
  application: { page },
}) => {
  await using odd = await startOddService(() =>
    unkeyError(404, 'data/api_not_found', 'The requested API does not exist'),
  )
  const open = await fillUnkey(page, odd, { production: rootKeys.production })
  await save(open)
  await expectRefused(open.getByLabel('Production API ID'), /service does not have this/)
})

test('a version that is too old', async ({ application: { page } }) => {
  await using odd = await startOddService(() => ({ body: { version: '5.9.6' } }))
  const open = await fill(page, 'Unleash', odd, { preview: 'user:abc' })
  await save(open)
  await expectRefused(open.getByLabel('URL'), /Unleash 5\.9\.6.*needs 6\.6 or later/)
})

test('a login page before the service, and one to which it sends', async ({
  application: { page },
}) => {
  let answer: OddAnswer = { body: '<!doctype html><title>Sign in</title>' }
  await using odd = await startOddService(() => answer)
  const open = await fill(page, 'Unleash', odd, { preview: 'user:abc' })
  await save(open)
  await expectRefused(open.getByLabel('URL'), /web page.*login page.*Check the address/)

  const location = 'https://login.example.com/?next=%2Fapi'
  answer = { status: 302, headers: { location }, body: '' }
  await save(open)
  await expectRefused(open.getByLabel('URL'), /https:\/\/login\.example\.com/)

  // At two addresses it stands at the one that it is about.
  answer = { body: '<!doctype html><title>Sign in</title>' }
  await chooseKind(page, 'better-auth')
  await open.getByLabel('Preview URL').fill(odd.url)
  await open.getByLabel('Production URL').fill('https://127.0.0.1:9')
  await credential(open, 'Production').fill('a-session')
  await save(open)
  await expect(open.getByLabel('Preview URL')).toHaveAccessibleDescription(/web page/)
  await expectRefused(open.getByLabel('Preview URL'), /web page/)
  await expect(open.getByLabel('Production URL')).toHaveAccessibleDescription(/refuses connections/)
})

test('each of two addresses has a certificate of its own to be judged', async ({
  application: { page },
}) => {
  const page404 = () => ({ status: 404, body: '<h1>Not found</h1>' })
  await using one = await startOddService(page404)
  await using other = await startOddService(page404)
  await page.getByRole('button', { name: 'Connect to better-auth' }).click()
  const open = dialog(page, 'Connect to a key service')
  await open.getByLabel('Name').fill('Shop')
  await open.getByLabel('Preview URL').fill(one.url)
  await open.getByLabel('Production URL').fill(other.url)
  await credential(open, 'Preview').fill('a-session')
  await credential(open, 'Production').fill('another-session')
  const question = open.getByRole('region', { name: 'Certificate of the service' })
  for (const { url } of [one, other]) {
    await save(open)
    await expect(question).toContainText(new URL(url).host)
    await question.getByRole('button', { name: 'Trust this certificate' }).click()
    await expect(question).toBeHidden()
  }
  const authorities = open.getByLabel(/custom CA/)
  await expect(authorities.first()).toHaveValue(`${one.certificate.trim()}\n`)
  await expect(authorities.last()).toHaveValue(`${other.certificate.trim()}\n`)
  await save(open)
  const sentence = /does not answer as better-auth does/
  await expectRefused(open.getByLabel('Preview URL'), sentence)
  await expect(open.getByLabel('Production URL')).toHaveAccessibleDescription(sentence)
})

test('times in another unit than the service’s kind has', async ({ application: { page } }) => {
  await using odd = await startOddService(unkey(Math.floor(Date.now() / 1000)))
  const open = await fillUnkey(page, odd)
  await save(open)
  await expectRefused(open.getByLabel('URL'), /another unit.*Check the kind of service/)
})

test('two environments that are the same keys, and a setting that is edited to be so', async ({
  application: { page },
}) => {
  const answer = unkey(Date.now() - hour)
  let isShared = true
  await using odd = await startOddService(request => {
    const { headers, body } = answer(request)
    // Whatever is asked for, it has one key.
    const shared = JSON.stringify(body).replaceAll(/key_(one|two)/g, 'key_0')
    return { ...(headers ? { headers } : {}), body: isShared ? JSON.parse(shared) : body }
  })
  const open = await fillUnkey(page, odd)
  await save(open)
  await expectRefused(open.getByLabel('Production API ID'), /leads to the same keys in both/)
  isShared = false
  await save(open)
  await expectLive(page)

  await go(page, 'Connections')
  await expect(page.getByRole('listitem')).toContainText('two')
  await page.getByRole('button', { name: 'Edit' }).click()
  const edit = dialog(page, 'Edit connection')
  const field = edit.getByLabel('Preview API ID')
  await field.fill('two')
  await expect(edit.getByRole('note')).toContainText('Preview: the list of its keys')
  await save(edit)
  const production = edit.getByLabel('Production API ID')
  await expect(production).toHaveAccessibleDescription(/Enter another than for Preview/)
  // It is tried with the credential that stays, which is another API's.
  await field.fill('three')
  await save(edit)
  await expectRefused(edit.getByLabel('URL'), /does not answer as Unkey does/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('listitem')).not.toContainText('three')

  await page.getByRole('button', { name: 'Replace Preview credential' }).click()
  const replace = dialog(page, 'Replace credential')
  await credential(replace, 'Preview').fill('api_one')
  await save(replace)
  await expectRefused(credential(replace, 'Preview'), /the ID of an API/)
})

test('a clock that is off is told with the result, and above the list', async ({
  application: { page },
}) => {
  const now = Date.now()
  await using odd = await startOddService(unkey(now - hour, now - 3 * hour))
  const open = await fillUnkey(page, odd)
  await tryOut(open)
  const words = 'This computer’s clock is 3 hours ahead of the service’s.'
  const result = open.getByRole('region', { name: 'Test result' })
  await expect(result.getByText(words)).toHaveCount(2)
  await save(open)
  await expectLive(page)
  await expect(page.getByRole('note').filter({ hasText: words })).toBeVisible()
})

test('what was typed stays when another kind is chosen, as far as it fits', async ({
  application: { page },
}) => {
  await page.getByRole('button', { name: 'Connect to Unkey' }).click()
  const open = dialog(page, 'Connect to a key service')
  await expect(open.getByLabel('Name')).toBeFocused()
  await open.getByLabel('Name').fill('Shop')
  await open.getByLabel('Preview API ID').fill('api_1')
  await credential(open, 'Production').fill('a-secret')
  await expect(open.getByLabel('URL')).toHaveValue('https://api.unkey.com')
  await chooseKind(page, 'Unleash')
  await expect(open.getByLabel('Name')).toHaveValue('Shop')
  await expect(open.getByLabel('URL')).toHaveValue('')
  await expect(open.getByLabel('Preview environment')).toHaveValue('development')
  await expect(open.getByLabel('Production environment')).toHaveValue('production')
  await expect(credential(open, 'Production')).toHaveValue('a-secret')
  await open.getByLabel('URL').fill('https://unleash.example.com')
  await chooseKind(page, 'better-auth')
  await expect(open.getByLabel('Preview URL')).toHaveValue('https://unleash.example.com')
  await expect(open.getByLabel('Production URL')).toHaveValue('')
})

for (const theme of ['Light', 'Dark'] as const) {
  test(`the form is accessible for every kind of service: ${theme.toLowerCase()}`, async ({
    application: { page },
  }) => {
    test.setTimeout(120_000)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await go(page, 'Settings')
    await page.getByRole('radiogroup').getByText(theme).click()
    await go(page, 'Keys')
    await page.getByRole('button', { name: 'Connect to Claviger key service' }).click()
    const open = dialog(page, 'Connect to a key service')
    for (const kind of ['better-auth', 'Unleash', 'Unkey', 'Anthropic']) {
      await chooseKind(page, kind)
      await expectAccessible(page, kind)
    }
    await credential(open, 'Production').fill('sk-ant-api03-abc')
    await save(open)
    await expect(open.getByLabel('Name')).toBeFocused()
    await expectAccessible(page, 'Anthropic with errors')
  })
}
