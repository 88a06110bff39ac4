// The management API: another organisation's ids are answered exactly as missing ones. The operations come
// from its own document; one without a row fails.
import { managementApi } from '../management.ts'
import { ask, FILTERS, OPERATIONS, said } from './operations.ts'
import { missingIds } from './organisation.ts'
import { routeFiles } from './pages.ts'
import { expect, expectUntouched, origin, test } from './tenants.ts'

test('has a row for every operation in its document, and an operation for every route file', async () => {
  const { body } = await managementApi(origin(), null)('GET', '/openapi.json')
  const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(operations.sort()).toEqual(Object.keys(OPERATIONS).sort())
  const files = routeFiles().filter(({ route }) => route.startsWith('/api/v1/'))
  const paths = files.map(({ route }) => route.slice('/api/v1'.length).replace(/\[(\w+)\]/g, '{$1}'))
  expect(paths.sort()).toEqual([...Object.keys(body.paths), '/openapi.json'].sort())
})

for (const operation of Object.keys(OPERATIONS)) {
  test(`${operation} answers for another organisation's ids as for missing ones`, async ({
    tenants: { mine, theirs },
  }) => {
    const foreign = await ask(mine.api, operation, theirs.ids, mine.ids)
    for (const missing of [missingIds(mine.ids), missingIds(theirs.ids)])
      expect(foreign.map(said)).toEqual((await ask(mine.api, operation, missing, mine.ids)).map(said))
    for (const { status, text } of foreign) {
      expect(status).toBe(FILTERS.includes(operation) ? 200 : 404)
      for (const secret of theirs.texts) expect(text).not.toContain(secret)
    }
  })
}

test('answers 401 without a key, with a session’s cookie, and with a grant’s token', async ({
  tenants: { mine },
}) => {
  for (const operation of Object.keys(OPERATIONS)) {
    const [method, path = ''] = operation.split(' ')
    const address = `/api/v1${path.replace(/\{\w+\}/g, 'srv_0')}`
    const withToken = { authorization: `Bearer ${mine.token}` }
    const answers = [
      await fetch(origin() + address, { method }),
      await fetch(origin() + address, { method, headers: withToken }),
    ]
    expect([operation, ...answers.map(({ status }) => status)]).toEqual([operation, 401, 401])
    const withCookie = await mine.context.request.fetch(address, { method })
    expect([withCookie.status(), (await withCookie.json()).code]).toEqual([401, 'not-signed-in'])
  }
})

test('lists nothing of another organisation', async ({ tenants: { mine, theirs } }) => {
  for (const path of [
    '/servers',
    '/policies',
    '/grants',
    '/calls',
    '/approvals',
    '/channels',
    '/deliveries',
    '/events',
    '/stops',
    '/audit',
  ]) {
    const { text } = await mine.api('GET', path)
    expect(text).toContain('"items":[{')
    for (const secret of [...theirs.texts, ...Object.values(theirs.ids)]) expect(text).not.toContain(secret)
  }
})

test('nothing of the other organisation was changed by it', ({ tenants }) => expectUntouched(tenants.theirs))
