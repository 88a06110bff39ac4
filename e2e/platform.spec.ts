import { expect, test } from '@playwright/test'

test('the instance is alive and ready on its one port', async ({ request }) => {
  for (const path of ['/livez', '/readyz']) expect((await request.get(path)).status()).toBe(200)
})

test('the sign-up page runs its scripts under the strict content policy', async ({ page }) => {
  const violations: string[] = []
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text())
  })
  const response = await page.goto('/sign-up')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('script[src]').first()).toBeAttached()
  expect(response?.headers()['content-security-policy']).toMatch(
    /script-src 'self' 'nonce-[^']+' 'strict-dynamic';/,
  )
  expect(violations).toEqual([])
})

test('two answers never share a nonce', async ({ request }) => {
  const nonce = async () =>
    (await request.get('/sign-up')).headers()['content-security-policy']?.match(/nonce-[^']+/)?.[0]
  expect(await nonce()).not.toBe(await nonce())
})

for (const path of ['/sign-up', '/api/v1/openapi.json', '/policy.schema.json', '/no-such-page']) {
  test(`${path} carries the security headers`, async ({ request }) => {
    const headers = (await request.get(path)).headers()
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['x-powered-by']).toBeUndefined()
  })
}

for (const path of ['/policy.schema.json', '/schemas/policy/1.json']) {
  test(`${path} is the schema of policies, for everyone and from everywhere`, async ({ request }) => {
    const answer = await request.get(path, { headers: { origin: 'https://elsewhere.example' } })
    const headers = answer.headers()
    expect(answer.status()).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'application/schema+json; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=3600',
    })
    expect(headers['set-cookie']).toBeUndefined()
    const schema = await answer.json()
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(schema.$id).toMatch(/^https?:\/\/[^/]+\/schemas\/policy\/1\.json$/)
  })
}
