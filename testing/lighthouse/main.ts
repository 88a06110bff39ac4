// `npm run lighthouse [-- http://localhost:3000]`: what Lighthouse says of three public templates. Without an address
// an instance of its own is started on an empty folder, with the seed. Exit code 1 where a score is below its goal.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startInstance } from '../../e2e/running.ts'
import { measure, TEMPLATES } from './measure.ts'

const GOALS = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 } as const
const SEED_MS = 120_000

const given = process.argv[2]
const folder = given === undefined ? mkdtempSync(join(tmpdir(), 'portcullis-lighthouse-')) : null
const instance = folder === null ? null : await startInstance({ folder })
const origin = given ?? instance?.url ?? ''
try {
  await untilThere(`${origin}${TEMPLATES.tool}`)
  const measured = await measure(Object.values(TEMPLATES).map((path) => origin + path))
  const names = Object.keys(TEMPLATES)
  console.log(
    'page     performance  accessibility  best practices  SEO   first paint  largest paint  blocked',
  )
  let isBelow = false
  for (const [index, { scores, faults, ...times }] of measured.entries()) {
    const cells = [
      (names[index] ?? '').padEnd(8),
      String(scores.performance).padStart(11),
      String(scores.accessibility).padStart(14),
      String(scores['best-practices']).padStart(15),
      String(scores.seo).padStart(4),
      `${times.firstPaintMillis} ms`.padStart(13),
      `${times.largestPaintMillis} ms`.padStart(14),
      `${times.blockingMillis} ms`.padStart(8),
    ]
    console.log(cells.join(' '))
    for (const fault of faults) console.log(`         ${fault}`)
    isBelow ||= Object.entries(GOALS).some(([name, goal]) => scores[name as keyof typeof GOALS] < goal)
  }
  process.exitCode = isBelow ? 1 : 0
} finally {
  await instance?.interrupt()
  if (folder !== null) rmSync(folder, { recursive: true, force: true })
}

/** The seed is loaded beside the start. */
async function untilThere(url: string): Promise<void> {
  for (const end = Date.now() + SEED_MS; Date.now() < end; ) {
    if ((await fetch(url)).ok) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`${url} is not there after ${SEED_MS / 1000} s.`)
}
