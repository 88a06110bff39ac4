// [V] Over real tools: what is recommended has no error and no warning that its reader would call
// silly, and nothing that validation reads can make it throw or take long.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { classify } from '#lib/catalogue/index.ts'
import { readTools } from '#lib/upstream/index.ts'
import { startLiveTap } from '#testing/livetap/index.ts'
import { declaredArguments, recommendedPolicy, type ValidatedTool, validatePolicy } from '../index.ts'
import { policyOf, policyWith, REAL_DOCUMENTS } from '../testing/examples.ts'

const REFERENCE = resolve('../shared/data/tools')
const isThere = existsSync(REFERENCE)

type Listed = { name: string; description?: string; inputSchema?: unknown; annotations?: unknown }
/** One server, or a collection of them. */
type File = { tools: Listed[] } | { entries: { server: string; tools: Listed[] }[] }

const servers = new Map<string, ValidatedTool[]>(
  (isThere ? readdirSync(REFERENCE) : []).flatMap((name) => {
    const file = JSON.parse(readFileSync(resolve(REFERENCE, name), 'utf8')) as File
    const lists = 'entries' in file ? file.entries : [{ server: name, tools: file.tools }]
    return lists.map(({ server, tools }) => [`${name} ${server}`, tools.map(validated)] as const)
  }),
)

function validated(tool: Listed): ValidatedTool {
  const { category, severity } = classify(tool)
  return { name: tool.name, inputSchema: tool.inputSchema, category, severity, state: 'pinned' }
}

describe('[V] the documents of the language', () => {
  it.each(Object.entries(REAL_DOCUMENTS))('%s has no error, with or without tools', (_, text) => {
    const tools = [tool('create_connection'), tool('create_refund'), tool('connection_state')]
    for (const given of [[], tools])
      expect(validatePolicy(policyOf(text), given).filter((issue) => issue.severity === 'error')).toEqual([])
  })
})

const tool = (name: string): ValidatedTool => ({
  name,
  inputSchema: { type: 'object', properties: {} },
  category: 'Write',
  severity: 'Medium',
  state: 'pinned',
})

describe('[V] LiveTap', () => {
  it('what is recommended for it has nothing that needs saying', async () => {
    const livetap = await startLiveTap()
    try {
      const list = await readTools({ url: livetap.url, headers: {}, allowPrivate: true })
      const tools = list.tools.map(({ definition }) => validated(JSON.parse(definition) as Listed))
      expect(tools).toHaveLength(13)
      expect(validatePolicy(policyOf(recommendedPolicy(tools)), tools, { approvers: 1 })).toEqual([])
    } finally {
      await livetap.close()
    }
  })
})

const ASKED = [
  { op: 'eq', value: 'x' },
  { op: 'gt', value: 5 },
  { op: 'contains', value: 'x' },
  { op: 'exists' },
  { op: 'not_in', value: ['x'] },
]

describe.skipIf(!isThere)('[V] real tools (skipped where ../shared/data is not there)', () => {
  it('what is recommended for them has nothing that needs saying', () => {
    for (const [file, tools] of servers) {
      const issues = validatePolicy(policyOf(recommendedPolicy(tools)), tools, { approvers: 1 })
      expect(
        issues.filter(({ code }) => code !== 'everything-denied'),
        file,
      ).toEqual([])
    }
  })

  it('every argument of every tool can be asked about, and the answer is not that it is unknown', () => {
    let asked = 0
    for (const tools of servers.values())
      for (const one of tools) {
        const conditions = declaredArguments(one.inputSchema).map((name, index) => ({
          path: `args[${JSON.stringify(name)}]`,
          ...ASKED[(asked + index) % ASKED.length],
        }))
        const rules = (list: object[]) => list.slice(0, 60).map((condition) => ({ conditions: [condition] }))
        const policy = policyWith({
          tools: { [one.name.replaceAll('*', '_')]: { deny_if: rules(conditions) } },
        })
        const issues = validatePolicy(policy, [one])
        asked += conditions.length
        expect(issues.map((issue) => issue.code)).not.toContain('path-not-in-schema')
        expect(issues.filter((issue) => issue.severity === 'error')).toEqual([])
      }
    expect(asked).toBeGreaterThan(5000)
  })
})
