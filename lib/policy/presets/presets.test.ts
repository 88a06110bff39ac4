// [R] Presets: whatever the tools are, the document is valid and lets pass what its sentence says.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classify } from '#lib/catalogue/index.ts'
import {
  CATEGORIES,
  type Category,
  compilePolicy,
  type Decision,
  evaluate,
  judgeDocument,
  PRESETS,
  type PresetId,
  parsePolicyText,
  presetPolicy,
  readDocument,
  SEVERITIES,
  type Severity,
  validatePolicy,
} from '../index.ts'
import { callOf, policyOf, toolFacts } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'
import { presetDocument } from './presets.ts'

type Tool = { name: string; category: Category; severity: Severity }

const tool = (name: string, category: Category, severity: Severity): Tool => ({ name, category, severity })
const USUAL: readonly Tool[] = [
  tool('read', 'Read', 'Low'),
  tool('write', 'Write', 'Medium'),
  tool('run', 'Execute', 'High'),
  tool('destroy', 'Destructive', 'Critical'),
  tool('pay', 'Financial', 'Critical'),
  tool('other', 'Other', 'Low'),
]

/** What the preset decides about a call of this tool; unclaimed counters, declared arguments. */
function decide(id: PresetId, tools: readonly Tool[], { name, category, severity }: Tool): Decision {
  const facts = toolFacts(name, { category, severity })
  return evaluate(compilePolicy(policyOf(presetPolicy(id, tools))), callOf(name, {}, { tool: facts }))
}

/** The greater, the less passes; limits count by the least that one minute lets through. */
function strictness({ effect, draws }: Decision): number {
  if (effect === 'deny') return Infinity
  if (effect === 'await') return 1e9
  const perMinute = draws.map((draw) => Number(draw.max) / (draw.window === 'day' ? 1440 : 1))
  return 1 / Math.min(...perMinute, Infinity)
}

const anyName = fc.oneof(
  { weight: 6, arbitrary: fc.string({ maxLength: 8 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('read', 'write', '__proto__', 'a/b~c', '1', 'all_calls', 'read_per_day'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('*', 'read*', '\ud800', 'x'.repeat(4088), 'x'.repeat(4097), 'é'.repeat(2048)),
  },
)
const anyTool: fc.Arbitrary<Tool> = fc.record({
  name: anyName,
  category: fc.constantFrom(...CATEGORIES),
  severity: fc.constantFrom(...SEVERITIES),
})
const anyTools = fc.array(anyTool, { maxLength: 12 })
const anyPreset = fc.constantFrom(...PRESETS.map(({ id }) => id))

describe('[R1] what a preset writes', () => {
  it('is known without reading it, whatever the tools are called', () => {
    fc.assert(
      fc.property(anyPreset, anyTools, (id, tools) => {
        const written = presetDocument(id, tools)
        const read = readDocument(presetPolicy(id, tools))
        if (!read.ok) throw new Error('a preset can be read')
        expect(written.text).toBe(read.value.text)
        expect(written.document).toEqual(read.value.document)
        expect(Object.keys(written.document ?? {})).toEqual(Object.keys(read.value.document ?? {}))
        expect(judgeDocument(written)).toEqual(judgeDocument(read.value))
        expect(written.root).toEqual(read.value.root)
      }),
      runs(200),
    )
  })
})

describe('[R1] what each preset means', () => {
  const limit = (counter: string, window: string, max: number) => ({ counter, window, max, scope: 'grant' })
  const documentOf = (id: PresetId) => JSON.parse(presetPolicy(id, USUAL))
  const denied = (on_deny: string) => ({ deny_if: [{ conditions: [], on_deny }] })

  it('recommended', () => {
    expect(documentOf('recommended')).toEqual({
      version: '1',
      default: 'deny',
      hide: ['destroy'],
      tools: {
        read: {},
        write: { limits: [limit('write_rate', 'minute', 30)] },
        run: { limits: [limit('run_rate', 'minute', 10)] },
        pay: { require_approval: { reason: 'This moves money.' } },
        other: { limits: [limit('other_rate', 'minute', 60)] },
      },
    })
  })

  it('read-only', () => {
    expect(documentOf('read-only')).toEqual({
      version: '1',
      default: 'deny',
      hide: ['write', 'run', 'destroy', 'pay', 'other'],
      all_tools: { limits: [limit('all_calls', 'minute', 120)] },
      tools: { read: {} },
    })
  })

  it('cautious', () => {
    expect(documentOf('cautious')).toEqual({
      version: '1',
      default: 'deny',
      tools: {
        read: {},
        write: { limits: [limit('write_rate', 'minute', 30)] },
        run: { limits: [limit('run_rate', 'minute', 10)] },
        destroy: { require_approval: { reason: 'This may destroy something that cannot be brought back.' } },
        pay: { require_approval: { reason: 'This moves money.' }, limits: [limit('pay_per_day', 'day', 10)] },
        other: { limits: [limit('other_rate', 'minute', 10)] },
      },
    })
  })

  it('lockdown', () => {
    const locked = denied(
      'This server is locked down, and no tool may be called. Ask the person who manages its policy.',
    )
    const tools = Object.fromEntries(USUAL.map(({ name }) => [name, locked]))
    expect(documentOf('lockdown')).toEqual({ version: '1', default: 'deny', tools })
  })

  it('ci-bot', () => {
    const refused = denied('This grant is for a job without a person: it reads and writes, and nothing else.')
    expect(documentOf('ci-bot')).toEqual({
      version: '1',
      default: 'deny',
      all_tools: { limits: [limit('all_calls', 'minute', 120)] },
      tools: {
        read: { limits: [limit('read_rate', 'minute', 60)] },
        write: { strict_arguments: true, limits: [limit('write_rate', 'minute', 10)] },
        run: refused,
        destroy: refused,
        pay: refused,
        other: refused,
      },
    })
  })
})

describe('[R2] whatever the tools are', () => {
  it('the document is valid, publishable and the same each time', () => {
    fc.assert(
      fc.property(anyPreset, anyTools, (id, tools) => {
        const text = presetPolicy(id, tools)
        expect(parsePolicyText(text, 'json').ok).toBe(true)
        expect(presetPolicy(id, tools)).toBe(text)
        expect(JSON.stringify(JSON.parse(text), null, 2)).toBe(text.trimEnd())
      }),
      runs(500),
    )
  })

  it('of a name that is given twice the stricter treatment counts, in either order', () => {
    fc.assert(
      fc.property(anyPreset, anyTool, anyTool, (id, one, other) => {
        const twice = { ...other, name: one.name }
        const seen = [one, twice].map((each) => strictness(decide(id, [one, twice], each)))
        expect(presetPolicy(id, [twice, one])).toBe(presetPolicy(id, [one, twice]))
        for (const each of [one, twice])
          expect(Math.min(...seen)).toBeGreaterThanOrEqual(strictness(decide(id, [each], each)))
      }),
      runs(300),
    )
  })

  it('a tool that it cannot name is denied, and no other tool with it', () => {
    const unnameable = ['*', 're*', 'x'.repeat(4090), '\ud800'].map((name) => tool(name, 'Read', 'Low'))
    for (const { id } of PRESETS) {
      for (const each of unnameable)
        expect(decide(id, [...USUAL, ...unnameable], each).rule).toBe('(default deny)')
      for (const each of USUAL)
        expect(decide(id, [...USUAL, ...unnameable], each)).toEqual(decide(id, USUAL, each))
    }
  })

  it('beyond 10,000 tools or a mebibyte the rest is denied', () => {
    const many = Array.from({ length: 10_050 }, (_, index) => tool(`t${index}`, 'Read', 'Low'))
    const policy = policyOf(presetPolicy('read-only', many))
    expect(policy.tools.size).toBe(10_000)
    const wide = Array.from({ length: 600 }, (_, index) =>
      tool(`${index}${'w'.repeat(2000)}`, 'Write', 'Medium'),
    )
    for (const { id } of PRESETS) {
      const { tools, hide } = policyOf(presetPolicy(id, wide))
      expect(tools.size + hide.length).toBeGreaterThan(100)
      expect(tools.size + hide.length).toBeLessThan(600)
      expect(decide(id, wide, wide[599] ?? tool('', 'Read', 'Low')).effect).toBe('deny')
    }
  })

  it('1,300 tools are laid out at once', () => {
    const many = Array.from({ length: 1300 }, (_, index) =>
      tool(`tool_${index}`, CATEGORIES[index % 6] ?? 'Other', 'Low'),
    )
    const start = performance.now()
    for (const { id } of PRESETS) presetPolicy(id, many)
    // Some milliseconds each; the bound leaves room for a very busy machine.
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('[R3] what a preset lets pass', () => {
  const passes = (id: PresetId, each: Tool, tools: readonly Tool[] = [each]) =>
    decide(id, tools, each).effect !== 'deny'
  const always = (check: (each: Tool, tools: readonly Tool[]) => void) =>
    fc.assert(
      fc.property(anyTools, anyTool, (others, each) => check(each, [...others, each])),
      runs(300),
    )

  it('lockdown: nothing, of any tool, also of one that it was not made for', () => {
    always((each, tools) => {
      expect(passes('lockdown', each, tools)).toBe(false)
      expect(passes('lockdown', each, tools.slice(0, -1))).toBe(false)
    })
    const policy = compilePolicy(policyOf(presetPolicy('lockdown', USUAL)))
    expect(policy.policy.methods).toEqual({})
    expect(policy.policy.default).toBe('deny')
  })

  it('read-only: a Read tool that is not Critical', () => {
    always((each, tools) => {
      if (passes('read-only', each, tools))
        expect([each.category, each.severity === 'Critical']).toEqual(['Read', false])
    })
    expect(passes('read-only', tool('r', 'Read', 'High'))).toBe(true)
  })

  it('recommended: nothing that pays or is Critical without a person, and nothing that destroys', () => {
    always((each, tools) => {
      const { effect } = decide('recommended', tools, each)
      if (each.category === 'Destructive') expect(effect).toBe('deny')
      if (each.category === 'Financial' || each.severity === 'Critical') expect(effect).not.toBe('allow')
    })
    const pay = tool('pay', 'Financial', 'Critical')
    expect(decide('recommended', [pay], pay).effect).toBe('await')
  })

  it('cautious: nothing that destroys, pays or is Critical without a person', () => {
    always((each, tools) => {
      const { effect } = decide('cautious', tools, each)
      if (['Destructive', 'Financial'].includes(each.category) || each.severity === 'Critical')
        expect(effect).not.toBe('allow')
    })
    for (const category of ['Destructive', 'Financial'] as const)
      expect(
        decide('cautious', [tool('t', category, 'Critical')], tool('t', category, 'Critical')).effect,
      ).toBe('await')
  })

  it('ci-bot: Read and Write tools, and never what waits for a person', () => {
    always((each, tools) => {
      const { effect } = decide('ci-bot', tools, each)
      expect(effect).not.toBe('await')
      if (effect === 'allow') expect(['Read', 'Write']).toContain(each.category)
    })
  })

  it.each(PRESETS)(
    '$id: its sentence names every category that passes, in one sentence',
    ({ id, description }) => {
      const words: Record<Category, RegExp> = {
        Read: /\bRead\b/,
        Write: /\bWrite\b/,
        Execute: /\bExecute\b/,
        Destructive: /\bDestructive\b/,
        Financial: /\bFinancial\b/,
        Other: /\bunclassified\b/,
      }
      for (const each of USUAL) if (passes(id, each)) expect(description).toMatch(words[each.category])
      expect(description).toMatch(/^[A-Z][^.!?]+\.$/)
      for (const max of presetPolicy(id, USUAL).matchAll(/"max": (\d+)/g))
        expect(description).toContain(max[1])
    },
  )

  it('a greater severity, and a graver category, never lets more pass', () => {
    const GRAVER = ['Read', 'Write', 'Execute', 'Destructive'] as const
    for (const { id } of PRESETS) {
      const of = (category: Category, severity: Severity) =>
        strictness(decide(id, [tool('t', category, severity)], tool('t', category, severity)))
      for (const category of CATEGORIES)
        for (const [index, severity] of SEVERITIES.slice(1).entries())
          expect(of(category, severity)).toBeGreaterThanOrEqual(of(category, SEVERITIES[index] ?? 'Low'))
      for (const severity of SEVERITIES)
        for (const [index, category] of GRAVER.slice(1).entries())
          expect(of(category, severity)).toBeGreaterThanOrEqual(of(GRAVER[index] ?? 'Read', severity))
    }
  })

  it('lockdown lets pass no more than any other, and read-only no more Read calls than cautious', () => {
    always((each) => {
      for (const { id } of PRESETS)
        expect(strictness(decide('lockdown', [each], each))).toBeGreaterThanOrEqual(
          strictness(decide(id, [each], each)),
        )
      if (each.category !== 'Read') expect(passes('read-only', each)).toBe(false)
    })
  })
})

it('[R2] real tools of real servers make documents without an error', (context) => {
  type Server = { server: string; tools: { name: string; inputSchema?: unknown }[] }
  const folder = resolve('../shared/data/tools')
  if (!existsSync(folder)) return context.skip('the tools of real servers are not beside this tree')
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  // A registry's file lists many servers, any other one.
  const servers: Server[] = files.flatMap((file) => {
    const read = JSON.parse(readFileSync(resolve(folder, file), 'utf8'))
    return read.entries ?? [read]
  })
  const classified = servers.map(({ server, tools }) =>
    tools.map((each) => ({
      ...each,
      inputSchema: each.inputSchema,
      state: 'pinned' as const,
      ...classify(each, { server }),
    })),
  )
  // Each server by itself, and all of them as one very large server.
  for (const tools of [...classified, classified.flat()])
    for (const { id } of PRESETS) {
      const parsed = parsePolicyText(presetPolicy(id, tools), 'json')
      if (!parsed.ok) throw new Error(`${id}: ${parsed.issues[0].message}`)
      const { policy } = parsed.value
      const issues = validatePolicy(policy, tools)
      expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
      const named = new Set([...policy.tools.keys(), ...policy.hide])
      expect(named).toEqual(new Set(tools.map(({ name }) => name)))
    }
  expect(classified.flat().length).toBeGreaterThan(3000)
})
