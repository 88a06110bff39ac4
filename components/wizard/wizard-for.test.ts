// What the wizard begins with is what the code that makes every rule makes, and goes to a browser as it is.
import { describe, expect, it } from 'vitest'
import { LANES, parsePolicyText } from '#lib/policy/index.ts'
import { ruleView } from './rule-engine.ts'
import { wizardFor } from './wizard-for.ts'

const server = { slug: 'livetap', name: 'LiveTap' }
const tool = {
  slug: 'create-connection',
  name: 'create_connection',
  description: 'Creates a connection.',
  inputSchema: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] },
  category: 'Write',
  severity: 'Medium',
} as const

describe('the wizard', () => {
  it('begins with the recommended rule of the tool', () => {
    const { first, amounts } = wizardFor(server, tool)
    expect(first).toMatchObject({ treatment: 'limit', amount: 30 })
    expect(amounts.usual).toBe(30)
    expect(first.examples.map(({ effect }) => effect)).toEqual(['allow', 'deny', 'allow'])
  })

  it('begins with the rule that was chosen, where one was', () => {
    expect(wizardFor(server, tool, { treatment: 'limit', amount: 7 }).first.amount).toBe(7)
    expect(wizardFor(server, tool, { treatment: 'hide' }).first.treatment).toBe('hide')
  })

  it('is plain values: nothing is lost on the way to a browser', () => {
    const start = wizardFor(server, tool)
    expect(JSON.parse(JSON.stringify(start))).toEqual(start)
  })

  it.each(LANES)(
    'makes a rule to %s that is a policy in both notations, and says three calls of it',
    (treatment) => {
      const rule = ruleView(tool, treatment, 12)
      expect(parsePolicyText(rule.json, 'json').ok).toBe(true)
      expect(parsePolicyText(rule.yaml ?? '', 'yaml').ok).toBe(true)
      expect(rule.treatment).toBe(treatment)
      expect(rule.examples).toHaveLength(3)
      if (treatment === 'limit') expect(rule.examples[1]?.title).toContain('13')
    },
  )

  it('cuts long arguments, and no others', () => {
    const long = { type: 'object', properties: { text: { const: 'x'.repeat(400) } }, required: ['text'] }
    const [first] = ruleView({ ...tool, inputSchema: long }, 'allow').examples
    expect(first?.arguments).toHaveLength(200)
    expect(first?.arguments.endsWith('…')).toBe(true)
  })
})
