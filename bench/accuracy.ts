// How right the classifier is, as tables: `npm run bench:accuracy` (`-- --json` adds one JSON object as the
// last line). The sets that are not in the tree are read from `../shared/data`, where somebody put them.
import { CATEGORIES } from '#lib/policy/index.ts'
import { measureAccuracy, measureInvented, type SetAccuracy } from './catalogue/accuracy.ts'

const say = (line: string): boolean => process.stdout.write(`${line}\n`)
const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`

function row({ set, right, of, belittled, byCategory }: SetAccuracy): string {
  const cells = CATEGORIES.map((category) => {
    const own = byCategory[category]
    return own ? `${own.right}/${own.of}` : ''
  })
  return `| ${[set, `${right}/${of}`, share(right, of), ...cells, belittled].join(' | ')} |`
}

const accuracy = measureAccuracy()
say(`| set | right | share | ${CATEGORIES.join(' | ')} | grave called Read |`)
say(`|${' --- |'.repeat(CATEGORIES.length + 4)}`)
for (const set of accuracy?.sets ?? measureInvented()) say(row(set))
if (accuracy) {
  const { captured, otherShare, microsPerTool } = accuracy
  const counts = CATEGORIES.map((category) => `${category} ${captured[category] ?? 0}`).join(', ')
  say(`captured tools: ${counts}; without a class ${(100 * otherShare).toFixed(2)} %`)
  say(`one tool: ${microsPerTool.toFixed(0)} µs`)
} else say('The labels and captures of ../shared/data are not here.')
if (process.argv.includes('--json')) say(JSON.stringify(accuracy))
