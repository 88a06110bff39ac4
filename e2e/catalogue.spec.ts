// The public half of the product, as a reader without an account and without a script meets it.
import { untilListed } from './catalogue.ts'
import { expect, test } from './fixtures.ts'

const TOOL = '/mcp-servers/livetap/create-connection'

test.beforeEach(({ request }) => untilListed(request))

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a tool is found by a slip of the pen, read, and written about', async ({ page }) => {
    await page.goto('/mcp-servers')
    await page.getByRole('searchbox', { name: 'Search servers and tools' }).fill('create conection')
    await page.getByRole('searchbox', { name: 'Search servers and tools' }).press('Enter')
    await expect(page).toHaveURL(/\/mcp-servers\?q=create\+conection/)
    await page
      .getByRole('region', { name: 'Results' })
      .getByRole('link', { name: 'create_connection' })
      .first()
      .click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('create_connection')

    await page.goto('/mcp-servers/livetap')
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
    await page.getByRole('region', { name: 'Tools' }).getByRole('link', { name: 'create_connection' }).click()
    await expect(page).toHaveURL(TOOL)
    await expect(page.getByText('Medium', { exact: true }).first()).toBeVisible()
    await expect(
      page
        .getByRole('region', { name: 'The rule for it' })
        .getByText(/takes 30 calls per minute/)
        .first(),
    ).toBeVisible()
    await expect(page.getByText(/confidence \d+ %/)).toBeVisible()
    await expect(page.getByRole('region', { name: 'Parameters' }).getByRole('row')).not.toHaveCount(0)

    await page.getByLabel('E-mail').fill('ada@example.com')
    await page.getByLabel('Message').fill('It also deletes.')
    await page.getByRole('button', { name: 'Send message' }).click()
    await expect(page).toHaveURL(`${TOOL}?contact=sent#contact`)
    await expect(page.locator('#contact').getByRole('status')).toContainText('Your message is stored')
  })

  test('a form that cannot be sent says why, and what is filled in by a program is stored nowhere', async ({
    page,
    request,
    baseURL,
  }) => {
    const send = async (form: Record<string, string>) => {
      const answer = await request.post('/contact', {
        form,
        maxRedirects: 0,
        headers: { origin: baseURL ?? '' },
      })
      return answer.headers().location
    }
    const good = { page: TOOL, email: 'ada@example.com', message: 'x', website: '', name: '' }
    expect(await send({ ...good, email: 'ada' })).toBe(`${TOOL}?contact=email#contact`)
    expect(await send({ ...good, message: ' ' })).toBe(`${TOOL}?contact=message#contact`)
    expect(await send({ ...good, page: '//evil.example', website: 'x' })).toBe(
      '/mcp-servers?contact=sent#contact',
    )
    await page.goto(`${TOOL}?contact=email`)
    await expect(page.getByRole('alert')).toContainText('This is not an e-mail address')
    const foreign = await request.post('/contact', {
      form: good,
      maxRedirects: 0,
      headers: { origin: 'https://evil.example' },
    })
    expect(foreign.headers().location).toContain('contact=failed')
  })

  test('what is not there says so, with a search', async ({ page }) => {
    for (const path of [
      '/mcp-servers/no-such-server',
      '/mcp-servers/livetap/no-such-tool',
      '/risk/extreme',
    ]) {
      const answer = await page.goto(path)
      expect([path, answer?.status()]).toEqual([path, 404])
      await expect(page.getByRole('main').getByRole('searchbox')).toBeVisible()
    }
    await page.goto('/mcp-servers/LiveTap/create_connection')
    await expect(page).toHaveURL(TOOL)
  })
})

test('every tool of the issue has the class and the rule that it says', async ({ request }) => {
  const classOf = async (path: string) => {
    const { classification, policy, tool } = await (await request.get(`${path}.json`)).json()
    return {
      category: classification.category,
      severity: classification.severity,
      rule: policy.tools[tool.name],
    }
  }
  expect(await classOf(TOOL)).toMatchObject({
    category: 'Write',
    severity: 'Medium',
    rule: { limits: [{ window: 'minute', max: 30 }] },
  })
  await untilListed(request, '/mcp-servers/evolution-api/connection-state.md')
  expect(await classOf('/mcp-servers/evolution-api/connection-state')).toEqual({
    category: 'Read',
    severity: 'Low',
    rule: {},
  })
})

test('each form of a page says the same, under one canonical address', async ({ page, request }) => {
  await page.goto(TOOL)
  const canonical = await page.locator('link[rel="canonical"]').getAttribute('href')
  expect(new URL(canonical ?? '').pathname).toBe(TOOL)
  const [markdown, json, policy] = await Promise.all(
    [`${TOOL}.md`, `${TOOL}.json`, `${TOOL}/policy.json`].map((path) => request.get(path)),
  )
  expect(markdown?.headers()['content-type']).toBe('text/markdown; charset=utf-8')
  expect(markdown?.headers().link).toContain(`<${canonical}>; rel="canonical"`)
  const document = await policy?.json()
  expect(document.$schema).toContain('/schemas/policy/1.json')
  const twin = await json?.json()
  expect({ ...document, $schema: undefined }).toEqual({ ...twin.policy, $schema: undefined })
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '')
  expect(data['@graph'].map((node: { '@type': string }) => node['@type'])).toEqual([
    'BreadcrumbList',
    'SoftwareApplication',
    'FAQPage',
  ])
  for (const { question } of twin.questions) {
    await expect(
      page.getByRole('region', { name: 'Questions' }).getByText(question, { exact: true }),
    ).toBeVisible()
    expect(await markdown?.text()).toContain(question.replaceAll('_', '\\_'))
  }
})

test('the site map leads to every page, in shards', async ({ request }) => {
  const locations = async (path: string) =>
    [...(await (await request.get(path)).text()).matchAll(/<loc>([^<]*)<\/loc>/g)].map(
      ([, url = '']) => new URL(url).pathname,
    )
  const shards = await locations('/sitemap.xml')
  expect(shards).toContain('/sitemaps/pages.xml')
  const all = (await Promise.all(shards.map(locations))).flat()
  expect(all).toEqual(
    expect.arrayContaining(['/mcp-servers', '/risk/critical', '/mcp-servers/livetap', TOOL]),
  )
  expect((await request.get('/sitemaps/other.xml')).status()).toBe(404)
  expect(await (await request.get('/robots.txt')).text()).toContain('/sitemap.xml')
  expect(await (await request.get('/llms.txt')).text()).toMatch(/\/mcp-servers\/[a-z0-9-]+\.md\)/)
})

test('scripts begin with the first sign of a person, and not before', async ({ page }) => {
  const scripts: string[] = []
  page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()))
  await page.goto(TOOL)
  await page.waitForLoadState('networkidle')
  expect(scripts).toEqual([])
  await page.mouse.move(200, 200)
  await expect.poll(() => scripts.length).toBeGreaterThan(0)
  await page.locator('label', { hasText: /^Hide$/ }).click()
  await expect(page.getByText('"hide"').first()).toBeVisible()
})
