// The connect page: what keeps a client out is said as it happens, with the cure; and a call from the page itself.
import { expect, signUp, test } from './fixtures.ts'

test('says what is wrong with a client as it tries, and how to mend it', async ({ page, account }) => {
  await signUp(page, account)
  await page.getByRole('button', { name: 'Start with the demo server' }).click()
  await page.waitForURL('**/connect?grant=*')
  const token = (await page.getByRole('group', { name: 'Token', exact: true }).textContent()) ?? ''
  const url = (await page.getByRole('group', { name: 'Gateway URL' }).textContent()) ?? ''
  const doctor = page.getByRole('region', { name: 'What clients do' })
  await expect(doctor).toContainText('Live')
  const send = (address: string, headers: Record<string, string>, method = 'POST') =>
    fetch(address, {
      method,
      headers: { 'content-type': 'application/json', 'user-agent': 'Cursor/1.7', ...headers },
      ...(method === 'POST' && { body: '{"jsonrpc":"2.0","id":1,"method":"ping"}' }),
    })
  const bearer = { authorization: `Bearer ${token}` }

  await send(url, {})
  await expect(doctor).toContainText('Cursor came without a token')
  await expect(doctor).toContainText('Put the header Authorization: Bearer pcg_…')
  await send(`${url}sse`, bearer)
  await expect(doctor).toContainText('asked at an address where nothing is')
  await send(url, bearer, 'GET')
  await expect(doctor).toContainText('the old HTTP+SSE transport')
  await send(url, { authorization: 'Bearer YOUR_GRANT_TOKEN' })
  await expect(doctor).toContainText('sent a placeholder in place of the token')

  // A call from this page is a client like any other: it comes in, and what was wrong is over.
  await page.getByRole('button', { name: 'Call it' }).click()
  await expect(page.getByRole('group', { name: 'Answer' })).toContainText('1001')
  await expect(doctor).toContainText('Calls are judged by the policy')
  await expect(doctor).not.toContainText('Write the header as')
  await page.getByLabel('Tool', { exact: true }).click()
  await page.getByRole('option', { name: 'delete_everything' }).click()
  await page.getByRole('button', { name: 'Call it' }).click()
  await expect(page.getByRole('alert').or(page.getByText('Unknown tool')).first()).toContainText(
    'Unknown tool: delete_everything',
  )

  // The token is kept in the tab alone.
  await page.reload()
  await expect(page.getByText('The token was shown once, when it was made')).toBeVisible()
  await expect(page.getByRole('tabpanel').locator('pre').first()).toContainText('YOUR_GRANT_TOKEN')
  await page.getByRole('button', { name: 'Replace the token' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Replace token' }).click()
  await expect(page.getByRole('group', { name: 'Token', exact: true })).toContainText('pcg_')
  await send(url, bearer)
  await expect(doctor).toContainText('sent a token that is not known')
})
