// The notifications section of Settings: a channel is added, tested, its delivery seen and replayed, and the channel
// removed; with a mouse, with keys alone, and on a phone. The receiver is a real one, and so is what it is sent.
import { createServer } from 'node:http'
import { test as base, expect, newAccount, signUp } from './fixtures.ts'
import { expectSoundInBoth } from './sound.ts'

type Receiver = { url: string; bodies: { type: string }[]; fail: boolean; close: () => Promise<void> }
const test = base.extend<{ receiver: Receiver }>({
  receiver: async ({ browserName: _ }, use) => {
    const receiver = await startReceiver()
    await use(receiver)
    await receiver.close()
  },
})

async function startReceiver(): Promise<Receiver> {
  const bodies: { type: string }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    bodies.push(JSON.parse(Buffer.concat(chunks).toString()))
    response.writeHead(receiver.fail ? 410 : 200).end('seen')
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    bodies,
    fail: false,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
  return receiver
}

// What was put on its way is tried within seconds; this machine may be busy with other things.
const DELIVERED = { timeout: 60_000 }

test('a channel is added, tested, its delivery seen and replayed, and the channel removed', async ({
  signedIn: page,
  receiver,
}) => {
  test.slow()
  await page.goto('/settings')
  await expect(page.getByText('Nobody is told yet')).toBeVisible()
  await expect(page.getByText('Nothing was sent yet.')).toBeVisible()

  await page.getByRole('button', { name: 'Add channel' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a channel' })
  await dialog.getByLabel('Name').fill('On call')
  await dialog.getByLabel('URL').fill('http://169.254.169.254/latest')
  await dialog.getByRole('button', { name: 'Add channel' }).click()
  // What is refused says why, and what was typed stays.
  await expect(dialog.getByRole('alert')).toContainText('The channel was not added')
  await expect(dialog.getByLabel('Name')).toHaveValue('On call')
  await expectSoundInBoth(page, 'adding a channel that is refused')
  await dialog.getByLabel('URL').fill(receiver.url)
  await dialog.getByRole('button', { name: 'Add channel' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('The signing secret of On call')).toBeVisible()
  await expect(page.getByRole('group', { name: 'Signing secret', exact: true })).toContainText('whsec_')

  const channels = page.getByRole('region', { name: 'Notifications', exact: true })
  await expect(channels.getByText('On call', { exact: true })).toBeVisible()
  // The path of a webhook's URL is a secret: its host alone is shown.
  await expect(channels).not.toContainText('/hook')

  await page.getByRole('button', { name: 'Actions for On call' }).click()
  await expectSoundInBoth(page, 'the menu of a channel')
  await page.getByRole('menuitem', { name: 'Send test' }).click()
  await expect.poll(() => receiver.bodies.map(({ type }) => type), DELIVERED).toEqual(['channel.test'])
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('row', { name: /On call/ }).getByText('Delivered')).toBeVisible({
      timeout: 2000,
    })
  }).toPass(DELIVERED)
  // The secret was shown the one time.
  await expect(page.getByText('The signing secret of On call')).toBeHidden()

  await page.getByRole('button', { name: /^Replay: .*, On call$/ }).click()
  await expect.poll(() => receiver.bodies.length, DELIVERED).toBe(2)
  expect(receiver.bodies[1]).toEqual(receiver.bodies[0])
  await expectSoundInBoth(page, 'settings with a channel and a delivery')

  await page.getByRole('button', { name: 'Actions for On call' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete channel' }).click()
  await expect(page.getByText('Nobody is told yet')).toBeVisible()
  await expect(page.getByText('Nothing was sent yet.')).toBeVisible()
})

test('a delivery that fails says so, with what the receiver answered', async ({
  signedIn: page,
  receiver,
}) => {
  test.slow()
  receiver.fail = true
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Add channel' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a channel' })
  await dialog.getByLabel('Name').fill('Gone')
  await dialog.getByLabel('URL').fill(receiver.url)
  await dialog.getByRole('button', { name: 'Add channel' }).click()
  await page.getByRole('button', { name: 'Actions for Gone' }).click()
  await page.getByRole('menuitem', { name: 'Send test' }).click()
  await expect.poll(() => receiver.bodies.length, DELIVERED).toBe(1)
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('row', { name: /Gone/ }).getByText('Failed')).toBeVisible({ timeout: 2000 })
  }).toPass(DELIVERED)
  // 410 Gone: the receiver wants no more, and the channel is off until somebody turns it on.
  await expect(page.getByText('Off', { exact: true })).toBeVisible()
})

test('everything is done with keys alone', async ({ signedIn: page, receiver }) => {
  test.slow()
  await page.goto('/settings')
  const add = page.getByRole('button', { name: 'Add channel' })
  // Focus is set where a person tabs to; from there on there are only keys.
  await add.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Add a channel' })
  await expect(dialog).toBeVisible()
  await dialog.getByLabel('Name').focus()
  await page.keyboard.type('Keys')
  await page.keyboard.press('Tab')
  await page.keyboard.type(receiver.url)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(add).toBeFocused()

  const actions = page.getByRole('button', { name: 'Actions for Keys' })
  // The list is drawn anew as the channel joins it, and a slow machine may do so under the first key.
  await expect(async () => {
    await actions.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menu')).toBeVisible({ timeout: 2000 })
  }).toPass()
  await page.keyboard.press('Home')
  await expect(page.getByRole('menuitem', { name: 'Send test' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(() => receiver.bodies.length, DELIVERED).toBe(1)

  await actions.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('End')
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toBeFocused()
  await page.keyboard.press('Enter')
  const confirm = page.getByRole('alertdialog')
  await expect(confirm).toBeVisible()
  // Escape keeps the channel.
  await page.keyboard.press('Escape')
  await expect(confirm).toBeHidden()
  await expect(actions).toBeVisible()
  await actions.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await confirm.getByRole('button', { name: 'Delete channel' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Nobody is told yet')).toBeVisible()
})

test('on a phone nothing is cut off, and the same can be done by touch', async ({ browser, receiver }) => {
  test.slow()
  const context = await browser.newContext({
    baseURL: process.env.E2E_URL ?? '',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const page = await context.newPage()
  await signUp(page, newAccount())
  await page.goto('/settings#notifications')
  await page.getByRole('button', { name: 'Add channel' }).tap()
  const dialog = page.getByRole('dialog', { name: 'Add a channel' })
  await dialog.getByLabel('Name').fill('A channel whose name is quite long for a phone')
  await dialog.getByLabel('URL').fill(receiver.url)
  await dialog.getByRole('button', { name: 'Add channel' }).tap()
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: /^Actions for A channel/ }).tap()
  await page.getByRole('menuitem', { name: 'Send test' }).tap()
  await expect.poll(() => receiver.bodies.length, DELIVERED).toBe(1)
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('row', { name: /A channel/ }).getByText('Delivered')).toBeVisible({
      timeout: 2000,
    })
  }).toPass(DELIVERED)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await expectSoundInBoth(page, 'notifications on a phone')
  await context.close()
})
