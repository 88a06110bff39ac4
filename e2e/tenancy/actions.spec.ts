// Server actions: another organisation's ids are answered exactly as missing ones, and a visitor is sent
// away. They are found in the source; one without a row fails.
import { ACTIONS, actionNames, callAction } from './actions.ts'
import { missingIds } from './organisation.ts'
import { expect, expectUntouched, origin, test } from './tenants.ts'

test('have a row each', () => {
  expect(actionNames()).toEqual(Object.keys(ACTIONS).sort())
})

for (const [name, { inputs, plain }] of Object.entries(ACTIONS)) {
  test(`${name} answers for another organisation's ids as for missing ones, and sends visitors away`, async ({
    browser,
    tenants: { mine, theirs },
  }) => {
    const stranger = await browser.newContext({ baseURL: origin() })
    const foreign = inputs(theirs.ids, mine.ids)
    const missing = inputs(missingIds(mine.ids), mine.ids)
    for (const [index, input] of foreign.entries()) {
      const answer = await callAction(mine.context.request, name, mine.ids, input)
      expect(answer).toEqual(await callAction(mine.context.request, name, mine.ids, missing[index]))
      expect(answer).toEqual({ status: 200, answer: expect.stringContaining('"code":"not-found"') })
    }
    for (const input of plain === undefined ? foreign : [plain]) {
      const { answer } = await callAction(stranger.request, name, mine.ids, input)
      expect(answer).toContain('"code":"not-signed-in"')
    }
    await stranger.close()
  })
}

test('nothing of the other organisation was changed by it', ({ tenants }) => expectUntouched(tenants.theirs))
