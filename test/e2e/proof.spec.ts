import type { Page } from '@playwright/test'
import {
  change,
  connect,
  copyText,
  createAndRead,
  dialog,
  go,
  rowOf,
  start,
} from '../../tools/administrator.ts'
import type { KeyService } from '../../tools/key-service.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'
import { type LateService, startLateService } from './late-service.ts'

// A key service whose changes are late, as those of big services are.

const before = async (
  service: KeyService,
  front: Parameters<typeof startLateService>[1],
  work: (late: LateService) => Promise<void>,
): Promise<void> => {
  const late = await startLateService(service, front)
  try {
    await work(late)
  } finally {
    await late.close()
  }
}

/** Confirms the dialog that is open, and leaves it open. */
const confirm = async (page: Page, effect: 'Suspend' | 'Delete') => {
  const open = dialog(page, `${effect} API key`)
  await open.getByRole('button', { name: effect }).click()
  return open
}

const inActivity = async (page: Page, text: string): Promise<void> => {
  await go(page, 'Activity')
  await expect(page.getByText(text).first()).toBeVisible()
  await go(page, 'Keys')
}

test('a key that was ended is found dead by itself, without another click', async ({
  application: { page },
  service,
}) => {
  await connect(page, service)
  await createAndRead(page, 'checkout')
  await change(page, 'checkout', 'Suspend')
  await expect(page.getByText('Suspended “checkout” in Preview: no longer accepted.')).toBeVisible()
  await rowOf(page, 'checkout').click()
  const details = page.getByRole('dialog', { name: 'checkout' })
  await expect(
    details.getByRole('region', { name: 'Whether the key is still accepted' }),
  ).toContainText('No longer accepted: Done')
  await page.keyboard.press('Escape')
  await change(page, 'checkout', 'Delete')
  await expect(page.getByText('Deleted “checkout” in Preview: confirmed dead.')).toBeVisible()
  await inActivity(page, 'Confirmed that the service refuses')
})

test('a page that is opened again tells nothing twice, and shows what is still being asked', async ({
  application: { page },
  service,
}) => {
  await before(service, { propagationSeconds: 30 }, async late => {
    await connect(page, late)
    await createAndRead(page, 'told once')
    await createAndRead(page, 'not yet told')
    await change(page, 'told once', 'Suspend')
    const told = page.getByText('Suspended “told once” in Preview: no longer accepted.')
    await expect(told).toBeVisible()
    late.hold()
    await start(page, 'not yet told', 'Suspend')
    const open = await confirm(page, 'Suspend')
    await expect(open.getByRole('list')).toContainText('No longer accepted: Under way')
    await page.reload()
    await expect(rowOf(page, 'not yet told')).toContainText('Being confirmed')
    late.release()
    await expect(page.getByText('“not yet told” in Preview: no longer accepted.')).toBeVisible()
    // Not waited for: it would go by itself after a while.
    expect(await told.count()).toBe(0)
  })
})

test('while the service still takes the key, it is not called dead', async ({
  application: { page },
  service,
}) => {
  await before(service, { propagationSeconds: 30 }, async late => {
    await connect(page, late)
    const secret = await createAndRead(page, 'slow to die')
    late.hold()
    await start(page, 'slow to die', 'Suspend')
    const open = await confirm(page, 'Suspend')
    await expect(open.getByRole('list')).toContainText('Accepted by the service: Done')
    await expect(open.getByRole('list')).toContainText('No longer accepted: Under way')
    await expect(open.getByRole('status')).toContainText('for up to 30 s')
    await expectAccessible(page, 'a key whose end was accepted')
    // It goes on without the dialog, and the list says so.
    await open.getByRole('button', { name: 'Close', exact: true }).click()
    await expect(rowOf(page, 'slow to die')).toContainText('Being confirmed')
    expect(await service.verify('preview', secret)).toMatchObject({ code: 'SUSPENDED' })
    late.release()
    await expect(page.getByText('“slow to die” in Preview: no longer accepted.')).toBeVisible()
    await expect(rowOf(page, 'slow to die')).not.toContainText('Being confirmed')
  })
})

test('who waits sees the last step, and the dialog goes by itself', async ({
  application: { page },
  service,
}) => {
  await before(service, { propagationSeconds: 30 }, async late => {
    await connect(page, late)
    await createAndRead(page, 'watched')
    late.hold()
    await start(page, 'watched', 'Delete')
    const open = await confirm(page, 'Delete')
    await expect(open.getByRole('list')).toContainText('Confirmed dead: Under way')
    late.release()
    await expect(open.getByRole('list')).toContainText('Confirmed dead: Done')
    await expect(open).toBeHidden()
    await expect(rowOf(page, 'watched')).toBeHidden()
  })
})

test('a key that is accepted to the end of its time is loudly said to be, until it is dead', async ({
  application: { page },
  service,
}) => {
  await before(service, { propagationSeconds: 0 }, async late => {
    await connect(page, late)
    await createAndRead(page, 'undead')
    late.hold()
    await start(page, 'undead', 'Delete')
    const open = await confirm(page, 'Delete')
    const alarm = open.getByRole('alert', { name: 'Still accepted after 5 s' })
    await expect(alarm).toBeVisible()
    await expectAccessible(page, 'a key that is still accepted')
    await open.getByRole('button', { name: 'Close', exact: true }).click()
    // The key is in no list any longer: what is known of it stays in sight.
    const notice = page.getByRole('region', { name: 'A key is still accepted' })
    await expect(notice).toContainText('undead')
    await expectAccessible(page, 'the notice of a key that is still accepted')
    await inActivity(page, 'Found still accepted')
    late.release()
    await notice.getByRole('button', { name: 'Ask again' }).click()
    await expect(notice).toBeHidden()
    await expect(page.getByText('Deleted “undead” in Preview: confirmed dead.')).toBeVisible()
  })
})

test('where the service tells only whoever has the key, the one on the clipboard is presented', async ({
  application: { page },
  service,
}) => {
  await before(service, { propagationSeconds: 30, older: true }, async late => {
    await connect(page, late)
    const secret = await createAndRead(page, 'at hand')
    const other = await createAndRead(page, 'another')
    await start(page, 'at hand', 'Suspend')
    const open = dialog(page, 'Suspend API key')
    const box = open.getByLabel('Confirm with the key on the clipboard')
    await expect(box).not.toBeChecked()
    await expectAccessible(page, 'the question whether the key is at hand')
    await open.getByRole('button', { name: 'Cancel' }).click()

    await copyText(page, other)
    await start(page, 'at hand', 'Suspend')
    await box.check()
    await confirm(page, 'Suspend')
    await expect(open.getByRole('alert', { name: 'Another key is on the clipboard' })).toBeVisible()
    expect(await service.verify('preview', secret)).toMatchObject({ code: 'VALID' })
    await open.getByRole('button', { name: 'Cancel' }).click()

    await copyText(page, secret)
    await start(page, 'at hand', 'Suspend')
    await box.check()
    await confirm(page, 'Suspend')
    await expect(page.getByText('“at hand” in Preview: no longer accepted.')).toBeVisible()
    expect(await page.content()).not.toContain(secret)
  })
})

test('where nobody can ask, it is said that nothing is confirmed', async ({
  application: { page },
  service,
}) => {
  await before(service, { propagationSeconds: 30, older: true }, async late => {
    await connect(page, late)
    await createAndRead(page, 'out of hand')
    await start(page, 'out of hand', 'Suspend')
    const open = await confirm(page, 'Suspend')
    await expect(open.getByRole('list')).toContainText('Not confirmed: Not known')
    await expect(open.getByRole('alert')).toContainText('it says that changes take up to 30 s')
    await expectAccessible(page, 'a key whose end nobody confirmed')
    await open.getByRole('button', { name: 'Close', exact: true }).click()
    await expect(rowOf(page, 'out of hand')).toContainText('Suspended')
    expect(late.asked()).toBe(0)
  })
})

test.describe('where the status is a field', () => {
  test.use({ profile: 'projects' })
  test('the details say how far an edit that disables a key has come', async ({
    application: { page },
    service,
  }) => {
    await before(service, { propagationSeconds: 30 }, async late => {
      const { key } = await service.createKey('preview', { name: 'reasoning-worker' })
      await connect(page, late)
      late.hold()
      await rowOf(page, key.name).click()
      const details = page.getByRole('dialog')
      await details.getByRole('combobox', { name: 'Status' }).click()
      await page.getByRole('option', { name: 'Disabled' }).click()
      await details.getByRole('button', { name: 'Save' }).click()
      const proof = details.getByRole('region', { name: 'Whether the key is still accepted' })
      await expect(proof).toContainText('No longer accepted: Under way')
      await expectAccessible(page, 'details of a key that was just disabled')
      late.release()
      await expect(proof).toContainText('No longer accepted: Done')
      await expect(page.getByText('Disabled “reasoning-worker” in Preview')).toBeVisible()
    })
  })
})
