// docs/policy-language.md is run: every policy in it is valid, every call in it is decided as it says,
// every command in it prints what stands there. A block that nothing checks fails.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  compilePolicy,
  type Format,
  type Issue,
  isListed,
  KEY_WORDS,
  OPERATORS,
  type PolicyDocument,
  parseCasesText,
  parsePolicyText,
  validatePolicy,
} from '#lib/policy/index.ts'
import { newFolder } from '../cli/testing/run.ts'
import { type KnownTool, readKnownTools } from '../cli/tools-file.ts'
import { type Block, blocksOf, calledTools, casesIn, rowsOf, wrongCases } from './testing/blocks.ts'
import { truthTable } from './testing/truth-table.ts'

const FILE = 'docs/policy-language.md'
const { file, runThere } = newFolder()
const blocks = blocksOf(FILE)

/** The blocks with a tag, by its value. */
function tagged(tag: string): Map<string, Block> {
  const found = blocks.flatMap((block) => {
    const name = block.tags.get(tag)
    return name === undefined ? [] : [[name, block] as const]
  })
  expect(new Set(found.map(([name]) => name)).size, `a second ${tag} of one name`).toBe(found.length)
  return new Map(found)
}

const policies = new Map([...tagged('policy'), ...tagged('tools'), ...tagged('same')])
const named = new Map([...tagged('policy'), ...tagged('tools')])

/** A whole document, or the entries of one that denies by default. */
function documentIn({ tags, text }: Block): string {
  return tags.has('tools') ? `{"version":"1","default":"deny","tools":${text}}` : text
}
function formatIn({ language }: Block): Format {
  return language === 'yaml' ? 'yaml' : 'jsonc'
}
function parse(block: Block): PolicyDocument {
  const parsed = parsePolicyText(documentIn(block), formatIn(block))
  if (parsed.ok) return parsed.value
  throw new Error(`${block.place}: ${parsed.issues.map(words).join('\n')}`)
}
const words = (issue: Issue) => `${issue.pointer} ${issue.message}`

async function toolsFor(name: string): Promise<KnownTool[] | null> {
  const list = tagged('toolslist').get(name)
  return list ? readKnownTools(await file(`${name}.tools.json`, list.text)) : null
}

describe(FILE, () => {
  it('has no block that is not checked', () => {
    const checked = ['policy', 'tools', 'same', 'toolslist', 'calls', 'listed', 'tests', 'refused', 'issues']
    const kinds = blocks.map(({ place, language, tags }) => [
      place,
      language === 'console' || checked.some((tag) => tags.has(tag)),
    ])
    expect(kinds.filter(([, isChecked]) => !isChecked)).toEqual([])
    const called = [...tagged('calls').keys()]
    expect([...named.keys()].filter((name) => !called.includes(name))).toEqual([])
    expect(called.filter((name) => !named.has(name))).toEqual([])
  })

  it.each([...policies].map(([name, block]) => [block.place, name, block] as const))(
    '%s: the policy “%s” could be published, without a warning',
    async (_place, name, block) => {
      const { policy } = parse(block)
      const tools = (await toolsFor(name)) ?? []
      expect(validatePolicy(policy, tools).map(words)).toEqual([])
    },
  )

  it.each([...tagged('calls')].map(([name, block]) => [block.place, name, block] as const))(
    '%s: calls under “%s” are decided as they say',
    async (_place, name, block) => {
      const policy = named.get(name)
      if (!policy) throw new Error('no policy')
      expect(wrongCases(parse(policy).policy, casesIn(block), await toolsFor(name))).toEqual([])
    },
  )

  it.each([...tagged('same')].map(([name, block]) => [block.place, name, block] as const))(
    '%s: the long form means what “%s” means',
    (_place, name, block) => {
      const short = named.get(name)
      if (!short) throw new Error('no policy')
      expect(parse(block).policy).toEqual(parse(short).policy)
    },
  )

  it.each([...tagged('tests')].map(([name, block]) => [block.place, name, block] as const))(
    '%s: the test file is one',
    (_place, _name, block) => {
      const parsed = parseCasesText(block.text)
      expect(parsed.ok ? [] : parsed.issues.map(words)).toEqual([])
      expect(block.tags.get('file')).toBeDefined()
    },
  )

  it.each([...tagged('listed')].map(([name, block]) => [block.place, name, block] as const))(
    '%s: [E14] the list under “%s” is what an agent sees',
    (_place, name, block) => {
      const [policy, calls] = [named.get(name), tagged('calls').get(name)]
      if (!policy || !calls) throw new Error('no policy')
      const compiled = compilePolicy(parse(policy).policy)
      const mentioned = [...compiled.policy.tools.keys(), ...calledTools(calls)]
      const facts = { state: 'pinned', category: 'Other', severity: 'Low', declared: [] } as const
      const shown = mentioned.filter((tool) => isListed(compiled, { ...facts, name: tool }))
      expect(block.text.trimEnd().split('\n')).toEqual([...new Set(shown)])
    },
  )

  it('refuses the policies that are refused, for the reasons that stand there', () => {
    const said = blocks
      .filter(({ tags }) => tags.has('refused'))
      .map((block) => parsePolicyText(block.text, formatIn(block)))
      .map((parsed) => (parsed.ok ? [] : parsed.issues.map(words)))
    const issues = blocks
      .filter(({ tags }) => tags.has('issues'))
      .map(({ text }) =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => line.replace(/\s+/, ' ')),
      )
    expect(said).toEqual(issues)
    expect(said.length).toBeGreaterThan(0)
  })

  it('prints what its commands print', async () => {
    for (const block of blocks) {
      const name = block.tags.get('file')
      if (name !== undefined) await file(name, block.text)
      if (block.language !== 'console') continue
      const [command = '', ...output] = block.text.split('\n')
      expect([block.place, command]).toEqual([block.place, expect.stringMatching(COMMAND)])
      const { stdout, stderr } = await runThere(command.replace(COMMAND, '').split(' '))
      expect([block.place, stderr, stdout]).toEqual([block.place, '', output.join('\n')])
    }
  }, 120_000)

  it('names every key with the sentence that editors show', () => {
    const { document, entry, rule, comparison, any_of, approval, limit } = KEY_WORDS
    const keys = [document, entry, rule, { ...comparison, ...any_of }, approval, limit].flatMap(
      Object.entries,
    )
    const rows = rowsOf(readFileSync(FILE, 'utf8'), '| in | key | what it says |')
    expect(rows.map(([, key, sentence]) => [key, sentence])).toEqual(
      keys.map(([key, sentence]) => [`\`${key}\``, sentence]),
    )
  })

  it('[C3][C5] says of each operator what it makes of each kind of argument', () => {
    const rows = rowsOf(readFileSync(FILE, 'utf8'), '| operator | its value | text |')
    const cells = rows.flatMap(([names = '', , ...marks]) =>
      names
        .split(' ')
        .map((name) => [name.replaceAll('`', ''), ...marks.map((mark) => mark.replace('\\', ''))]),
    )
    expect(cells.map(([name]) => name).sort()).toEqual([...OPERATORS].sort())
    for (const [name = '', ...marks] of cells) expect([name, ...marks]).toEqual([name, ...truthTable(name)])
  })
})

const COMMAND = /^\$ npm run --silent cli -- /
