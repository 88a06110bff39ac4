// The rules of the policy language by their ids: each stands in lib/policy/SPEC.md and in the title of at
// least one test, and no title names a rule that is not there. `node .ci/rule-ids.mjs` says what is missing.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** How many rules the language has under each letter; the specification may have more letters of its own. */
const LANGUAGE = { P: 6, M: 4, N: 3, C: 7, E: 14, D: 4, L: 8, A: 5 }
const RULES = Object.entries(LANGUAGE).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
)
const SPECIFICATION = 'lib/policy/SPEC.md'
const DEFINED = /\*\*([A-Z][0-9]{1,2})\*\*/g
const TEST = /\.test\.(ts|tsx|mjs)$/
// The attacks have a catalogue of their own, whose ids look alike.
const NOT_OURS = new Set(['node_modules', '.next', '.git', 'test-results', 'generated', 'attacks'])

/**
 * @param {string} specification the text of the specification
 * @param {{ path: string, text: string }[]} tests the test files
 * @param {string[]} [rules] ids that the specification must define
 * @returns {string[]} one line for each id that is missing somewhere
 */
export function missingIds(specification, tests, rules = RULES) {
  const defined = idsOf(specification, DEFINED)
  const letters = new Set([...defined].map((id) => id[0]))
  const titles = tests.flatMap(({ path, text }) => titlesOf(text).map((id) => ({ path, id })))
  const named = new Set(titles.map(({ id }) => id))
  return [
    ...rules.filter((id) => !defined.has(id)).map((id) => `${SPECIFICATION}  defines no rule ${id}`),
    ...[...defined].filter((id) => !named.has(id)).map((id) => `${id}  stands in the title of no test`),
    ...titles
      .filter(({ id }) => letters.has(id[0]) && !defined.has(id))
      .map(({ path, id }) => `${path}  names the rule ${id}, which ${SPECIFICATION} does not define`),
  ]
}

/** The ids in brackets inside of quotes: in a title, or in the rows that become one. */
function titlesOf(text) {
  const code = text.replace(/^\s*(\/\/|\/?\*).*$/gm, '')
  const quoted = code.match(/(['"`])(?:\\.|(?!\1)[^\\\n])*\1/g) ?? []
  return quoted.flatMap((each) => [...each.matchAll(/\[([A-Z][0-9]{1,2})\]/g)].map((match) => match[1]))
}

export function idsOf(text, pattern = DEFINED) {
  return new Set([...text.matchAll(pattern)].map((match) => match[1]))
}

/** Every test file below a folder. */
export function testsUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : testsUnder(path)
    return TEST.test(entry.name) ? [{ path, text: readFileSync(path, 'utf8') }] : []
  })
}

/** Ids that the document which this language is written after has and ours has not; null where it is not at hand. */
export function idsOnlyIn(path = resolve('../shared/POLICY.md')) {
  if (!existsSync(path)) return null
  const ours = idsOf(readFileSync(SPECIFICATION, 'utf8'))
  return [...idsOf(readFileSync(path, 'utf8'))].filter((id) => !ours.has(id))
}

if (import.meta.filename === resolve(process.argv[1] ?? '')) {
  const folders = ['.ci', 'cli', 'components', 'gateway', 'lib', 'scripts', 'testing', 'tools']
  const missing = missingIds(readFileSync(SPECIFICATION, 'utf8'), folders.flatMap(testsUnder))
  const beyond = idsOnlyIn()
  if (beyond === null) console.log('POLICY.md is not beside this tree; its ids were not compared.')
  for (const id of beyond ?? []) missing.push(`POLICY.md  has the rule ${id}, which ${SPECIFICATION} has not`)
  for (const line of missing) console.log(line)
  process.exitCode = missing.length > 0 ? 1 : 0
}
