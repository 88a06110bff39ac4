// Passkeys, an authenticator app and recovery codes in a browser, with its own virtual authenticator; and the dialog that
// asks again who somebody is before what cannot be taken back.
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import pg from 'pg'
import { findPostgres } from '../scripts/postgres.mjs'
import { expect, origin, signUp, test } from './fixtures.ts'
import type { Account } from './management.ts'
import { expectSoundInBoth } from './sound.ts'

const PHONE = { width: 390, height: 844 }

/** A device of the browser's own that its person unlocks. */
async function addDevice(page: Page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** Ten minutes pass: nobody has confirmed lately that it is them. */
async function timePasses({ email }: Account) {
  const database = await findPostgres(join(process.env.E2E_DATA_DIR ?? '', 'postgres'))
  const client = new pg.Client({ connectionString: database?.url })
  await client.connect()
  await client.query(
    `UPDATE session SET confirmed_at = now() - interval '11 minutes'
      WHERE user_id = (SELECT id FROM "user" WHERE email = $1)`,
    [email],
  )
  await client.end()
}

async function signIn(page: Page, { email, password }: Account) {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function signOut(page: Page) {
  // Whoever has just signed in is there, or still on the way: to go there once more would cross that.
  if (new URL(page.url()).pathname !== '/overview') await page.goto('/overview')
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
}

/** RFC 6238 once more, as an app has it. */
function codeNow(secret: string, ahead = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const mac = createHmac('sha1', key).update(counter).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Confirm that it is you' })
const codesOf = async (page: Page) =>
  ((await page.getByRole('group', { name: 'Recovery codes', exact: true }).textContent()) ?? '').match(
    /[0-9a-z]{4}(-[0-9a-z]{4}){3}/g,
  ) ?? []

test('a passkey is added, signs in alone and as the second step, and goes again', async ({
  page,
  account,
}) => {
  await addDevice(page)
  await signUp(page, account)
  let codes: string[] = []

  await test.step('it is added, and recovery codes come with it', async () => {
    await page.goto('/settings/account')
    await page.getByRole('button', { name: 'Add passkey' }).click()
    await expect(page.getByText('Name it by the device that holds it.')).toBeVisible()
    await page.getByLabel('Name of the new passkey').fill('Laptop')
    await page.getByRole('button', { name: 'Add passkey' }).click()
    await expect(page.getByRole('list', { name: 'Passkeys' })).toContainText('Laptop')
    codes = await codesOf(page)
    expect(codes).toHaveLength(10)
    await expectSoundInBoth(page, 'passkeys')
    await page.reload()
    expect(await page.content()).not.toContain(codes[0])
  })

  await test.step('it signs in without a password', async () => {
    await signOut(page)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL('**/overview')
  })

  await test.step('the password alone opens nothing any more', async () => {
    await signOut(page)
    await signIn(page, account)
    await page.waitForURL('**/sign-in/second-step')
    await expectSoundInBoth(page, 'second step')
    await page.goto('/overview')
    await page.waitForURL('**/sign-in?**')
    await page.goto('/sign-in/second-step')
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.waitForURL('**/overview')
  })

  await test.step('a recovery code stands in for it, once', async () => {
    for (const isGood of [true, false]) {
      await signOut(page)
      await signIn(page, account)
      await page.getByLabel('Recovery code').fill(codes[0] ?? '')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      if (isGood) await page.waitForURL('**/overview')
      else await expect(page.getByText('This code is wrong, or was used before.')).toBeVisible()
      if (!isGood) await page.getByRole('button', { name: 'Use a passkey' }).click()
    }
    await page.waitForURL('**/overview')
    await page.goto('/settings/account')
    await expect(page.getByText('9 of 10 are left.')).toBeVisible()
  })

  await test.step('to remove it takes a confirmation, by the passkey itself', async () => {
    await timePasses(account)
    await page.reload()
    await page.getByRole('button', { name: 'Remove Laptop' }).click()
    await page.getByRole('button', { name: 'Remove passkey' }).click()
    await expectSoundInBoth(page, 'confirm dialog')
    await dialog(page).getByRole('button', { name: 'Use a passkey' }).click()
    await expect(page.getByText('Laptop removed')).toBeVisible()
    await signOut(page)
    await signIn(page, account)
    await page.waitForURL('**/overview')
  })
})

test('an authenticator app asks for a code after the password', async ({ page, account }) => {
  await page.setViewportSize(PHONE)
  await signUp(page, account)
  let secret = ''

  await test.step('it is set up by a QR code or a key, and its first code', async () => {
    await timePasses(account)
    await page.goto('/settings/account')
    await page.getByRole('button', { name: 'Set up an app' }).click()
    await dialog(page).getByLabel('Password').fill('not the password')
    await dialog(page).getByRole('button', { name: 'Confirm' }).click()
    await expect(dialog(page).getByText('The password is wrong.')).toBeVisible()
    await dialog(page).getByLabel('Password').fill(account.password)
    await dialog(page).getByRole('button', { name: 'Confirm' }).click()
    await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible()
    secret = ((await page.getByRole('group', { name: 'Key for the app' }).textContent()) ?? '').trim()
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    await expectSoundInBoth(page, 'setting up an app')
    await page.getByLabel('Code that the app shows').fill('000000')
    await page.getByRole('button', { name: 'Turn on' }).click()
    await expect(page.getByText('This is not the code that the app shows now.')).toBeVisible()
    await page.getByLabel('Code that the app shows').fill(codeNow(secret))
    await page.getByRole('button', { name: 'Turn on' }).click()
    await expect(page.getByText('On. A code is asked for after the password.')).toBeVisible()
    expect(await codesOf(page)).toHaveLength(10)
  })

  await test.step('the code is asked for, and a wrong one refused', async () => {
    await page.context().clearCookies()
    await signIn(page, account)
    await page.waitForURL('**/sign-in/second-step')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByText('Enter a code.')).toBeVisible()
    await page.getByLabel('Code').fill('123456')
    await page.keyboard.press('Enter')
    await expect(page.getByText('This code is wrong, or was used before.')).toBeVisible()
    await page.getByLabel('Code').fill(codeNow(secret, 1))
    await page.keyboard.press('Enter')
    await page.waitForURL('**/overview')
    // The page of the step leads there by itself, too, once the step is done: both have to end.
    await page.waitForLoadState('networkidle')
  })

  await test.step('who leaves the confirmation changes nothing', async () => {
    await timePasses(account)
    await page.goto('/settings/account')
    await page.getByRole('button', { name: 'Make new codes' }).click()
    await expect(dialog(page).getByLabel('Code')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByText('Nothing was changed: it was not confirmed that it is you.')).toBeVisible()
    await expect(page.getByText('10 of 10 are left.')).toBeVisible()
  })
})

test('everything leaves as a file, and the organisation and the account end', async ({
  page,
  account,
  browser,
}) => {
  await signUp(page, account)
  const name = `${account.email.split('@')[0]?.split('-')[0]}`

  await test.step('the organisation is exported, after a confirmation', async () => {
    await timePasses(account)
    await page.goto('/settings')
    await page.getByRole('button', { name: 'Export everything' }).click()
    await dialog(page).getByLabel('Password').fill(account.password)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog(page).getByRole('button', { name: 'Confirm' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^portcullis-organisation-.*\.ndjson$/)
    const lines = await linesOf(await download.createReadStream())
    expect(lines.at(0)).toMatchObject({ kind: 'export', of: 'organisation' })
    expect(lines.at(-1)).toMatchObject({ kind: 'end', rows: lines.length - 2 })
  })

  await test.step('without a confirmation the file itself is refused, and to other sites always', async () => {
    await timePasses(account)
    for (const address of ['/settings/export', '/settings/account/export']) {
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      const own = await page.request.post(address, { headers: { ...form, origin: origin() }, data: '' })
      expect([own.status(), await own.text()]).toEqual([
        403,
        expect.stringContaining('Confirm that it is you'),
      ])
      const foreign = await page.request.post(address, {
        headers: { ...form, origin: 'https://evil.example' },
        data: '',
      })
      expect(foreign.status()).toBe(403)
      expect((await page.request.get(address)).status()).toBe(405)
    }
  })

  await test.step('the organisation is deleted in a week, stopped at once, and kept after all', async () => {
    await page.goto('/settings')
    await page.getByRole('button', { name: 'Delete organisation' }).click()
    const ask = page.getByRole('alertdialog')
    const typed = (await ask.locator('.code').textContent()) ?? ''
    expect(typed.toLowerCase()).toContain(name)
    await expect(ask.getByRole('button', { name: 'Delete organisation' })).toBeDisabled()
    await ask.getByRole('textbox').fill(typed)
    await ask.getByRole('button', { name: 'Delete organisation' }).click()
    await dialog(page).getByLabel('Password').fill(account.password)
    await dialog(page).getByRole('button', { name: 'Confirm' }).click()
    await expect(page.getByText('This organisation is being deleted', { exact: true })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Emergency stops' })).toContainText('being deleted')
    await expectSoundInBoth(page, 'being deleted')
    await page.getByRole('button', { name: 'Keep the organisation' }).click()
    await expect(page.getByRole('button', { name: 'Delete organisation' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Emergency stops' })).toBeVisible()
  })

  await test.step('the account is exported and deleted, and opens nothing any more', async () => {
    await page.goto('/settings/account')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export my account' }).click(),
    ])
    expect((await linesOf(await download.createReadStream())).at(1)).toMatchObject({
      kind: 'account',
      row: { email: account.email },
    })
    await page.getByRole('button', { name: 'Delete account' }).click()
    const ask = page.getByRole('alertdialog')
    await expect(ask).toContainText('nobody else is in it')
    await ask.getByRole('textbox').fill(account.email)
    await ask.getByRole('button', { name: 'Delete account' }).click()
    await page.waitForURL(`${origin()}/`)
    await page.goto('/overview')
    await page.waitForURL('**/sign-in?**')
    const fresh = await (await browser.newContext({ baseURL: origin() })).newPage()
    await signIn(fresh, account)
    await expect(fresh.getByText('The e-mail address or the password is wrong.')).toBeVisible()
    await fresh.context().close()
  })
})

async function linesOf(stream: NodeJS.ReadableStream) {
  let text = ''
  for await (const piece of stream) text += piece
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}
