// `npm run check`: everything about the tree that needs no running program. All steps run, so that one
// failure does not hide another; the sizes at the end are for people, and fail nothing.
import { rmSync } from 'node:fs'
import { lastLines, runNode } from '../scripts/start/command.mjs'
import { createLifecycle, runStory } from '../scripts/start/lifecycle.mjs'
import { assertNode } from '../scripts/start/node-version.mjs'
import { ensurePackages } from '../scripts/start/packages.mjs'
import { ensureBuild, ensureClient } from '../scripts/start/prepare.mjs'
import { Refusal, say } from '../scripts/start/say.mjs'
import { productFiles } from './boundaries.mjs'

const STEPS = [
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.']],
  // Writes the types of the routes, which the next step reads.
  ['types of the routes', ['node_modules/next/dist/bin/next', 'typegen']],
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['import boundaries', ['.ci/boundaries.mjs']],
  ['a test for each rule of the policy language', ['.ci/rule-ids.mjs']],
]
const AFTER_BUILD = [['browser bundle', ['.ci/bundle.mjs']]]
const LONGEST_SHOWN = 5

assertNode()
const lifecycle = createLifecycle()
await runStory(lifecycle, async () => {
  await ensurePackages(lifecycle)
  await ensureClient(lifecycle)
  // Types that `npm run dev` left of routes that may be gone by now.
  rmSync('.next/dev/types', { recursive: true, force: true })
  const failed = []
  for (const step of STEPS) if (!(await passes(step))) failed.push(step[0])
  await ensureBuild(lifecycle)
  for (const step of AFTER_BUILD) if (!(await passes(step))) failed.push(step[0])
  sayLongest()
  if (failed.length > 0) throw new Refusal(`The check failed: ${failed.join(', ')}.`)
  say('  The check passed.')
  await lifecycle.stop(0)
})

async function passes([what, args]) {
  const { code, output } = await runNode(args, { lifecycle })
  say(`  ${code === 0 ? '✓' : '✗'} ${what}`)
  if (code !== 0) say(lastLines(output, 80))
  return code === 0
}

function sayLongest() {
  const code = productFiles(process.cwd()).filter(({ path }) => !/\.test\.|\/testing\//.test(path))
  const sizes = code.map(({ path, text }) => ({
    path,
    lines: text.split('\n').length,
  }))
  const longest = sizes.sort((a, b) => b.lines - a.lines).slice(0, LONGEST_SHOWN)
  say('  The longest files:')
  for (const { path, lines } of longest) say(`    ${String(lines).padStart(4)}  ${path}`)
}
