// `npm test`: every test from nothing, and one closing line. `npm test -- unit` (or speed, databases,
// conformance, browser) runs a part; what follows goes to vitest or Playwright.
import { assertNode } from './start/node-version.mjs'

assertNode()
const { runTests } = await import('./test/story.mjs')
await runTests(process.argv.slice(2))
