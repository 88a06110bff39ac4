// What Lighthouse says of three public templates, on the production build. Accessibility, best practices and SEO do not
// depend on the machine and are held to 100; performance does, so it is compared within this run: a page that a person
// reads must not be worse than one that begins with all of its scripts.
import { measure, TEMPLATES } from '../testing/lighthouse/measure.ts'
import { untilListed } from './catalogue.ts'
import { expect, origin, test } from './fixtures.ts'

test('public pages are whole for Lighthouse, and faster than a page of the app', async ({ request }) => {
  test.setTimeout(600_000)
  await untilListed(request)
  const paths = [...Object.values(TEMPLATES), '/sign-in']
  const measured = await measure(paths.map((path) => origin() + path))
  const app = measured.at(-1)
  for (const [index, { scores, faults, blockingMillis }] of measured.slice(0, -1).entries()) {
    const path = paths[index] ?? ''
    console.log(`    ${path}: performance ${scores.performance}, blocked for ${blockingMillis} ms`)
    expect([path, scores.accessibility, scores['best-practices'], scores.seo, ...faults]).toEqual([
      path,
      100,
      100,
      100,
    ])
    expect(scores.performance).toBeGreaterThan(app?.scores.performance ?? 100)
  }
})
