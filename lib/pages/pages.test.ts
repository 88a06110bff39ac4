// Twins say what the page says, whatever a server wrote.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toPlain } from '#lib/json/index.ts'
import { parsePolicyText } from '#lib/policy/index.ts'
import {
  policyJson,
  publicPathOf,
  serverJson,
  serverMarkdown,
  serverPageOf,
  serverStructuredData,
  type ToolPage,
  toolJson,
  toolMarkdown,
  toolPageOf,
  toolStructuredData,
} from './index.ts'

const APP = 'https://portcullis.example.com'
const AT = new Date('2026-11-21T10:00:00Z')
const ASOF = { scannedAt: AT, version: '1.2.0', source: 'capture', sourceUrl: null } as const

type Written = { name: string; description?: string; inputSchema?: unknown }
function toolPage(tool: Written, title = 'LiveTap'): ToolPage {
  return toolPageOf({
    server: { slug: 'livetap', name: 'livetap', title, tools: 13 },
    asOf: ASOF,
    tool: { slug: 'create-connection', name: tool.name, definition: JSON.stringify(tool) },
    siblings: [tool.name],
    removedAt: null,
    related: [],
    changes: [{ kind: 'listed', at: AT, version: '1.2.0', tool: null, fields: [] }],
  })
}
const CREATE = {
  name: 'create_connection',
  description: 'Create a data connection.',
  inputSchema: {
    type: 'object',
    properties: { url: { type: 'string', description: 'Where it connects' }, name: { type: 'string' } },
    required: ['url'],
  },
}
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '</script><script>alert(1)</script>',
    '# A heading\n\n[link](javascript:alert(1)) <img src=x onerror=alert(1)>',
    '```\n~~~\n| a | b |\n````',
    '\u202eevil\u200b\u2028\u2029]]>',
    '<!-- comment',
    'http://evil.example https://evil.example www.evil.example',
    '$& $1 `x` ``y``',
  ),
)
const tools = fc.record({
  name: hostile.filter((name) => name !== ''),
  description: hostile,
  inputSchema: fc.record({
    type: fc.constant('object'),
    properties: fc.dictionary(hostile, fc.record({ type: hostile, description: hostile })),
  }),
})

const HEADINGS = [
  '## What it does',
  '## Parameters',
  '## Why it needs a policy',
  '## Attacks that use tools like it',
  '## Recommended policy',
  '## What becomes of calls',
  '## Related tools',
  '## Questions',
  '## Changes',
]

describe('a page of a tool', () => {
  it('marks the parameters that carry a risk, and no other', () => {
    const { parameters, classification, guide } = toolPage(CREATE)
    expect([classification.category, classification.severity, guide.treatment, guide.amount]).toEqual([
      'Write',
      'Medium',
      'limit',
      30,
    ])
    expect(
      parameters.map(({ name, required, risks }) => [name, required, risks.map(({ kind }) => kind)]),
    ).toEqual([
      ['url', true, ['url']],
      ['name', false, []],
    ])
  })

  it('has twins that say the same', () => {
    const page = toolPage(CREATE)
    const markdown = toolMarkdown(page, APP)
    expect(markdown).toContain('# `create_connection`')
    expect(markdown).toContain('Scanned 21 November 2026, version 1.2.0, from a recorded list of tools.')
    expect(markdown).toContain(page.guide.json.trimEnd())
    const json = JSON.parse(toolJson(page, APP))
    expect(json.url).toBe(`${APP}/mcp-servers/livetap/create-connection`)
    expect(json.classification.category).toBe('Write')
    expect(json.policy).toEqual(toPlain(page.guide.document))
    expect(json.questions.map(({ question }: { question: string }) => question)).toEqual(
      page.guide.questions.map(({ question }) => question),
    )
  })

  it('keeps every digit of a definition', () => {
    const page = toolPageOf({
      ...toolPage(CREATE),
      siblings: [],
      tool: { slug: 'a', name: 'a', definition: '{"name":"a","x":12345678901234567890,"y":1.0}' },
    })
    expect(toolJson(page, APP)).toContain('"x":12345678901234567890,"y":1.0')
  })

  it('gives a policy that is the document with the address of its schema', () => {
    const { guide } = toolPage(CREATE)
    const parsed = parsePolicyText(policyJson(guide.json, APP), 'json')
    expect(parsed.ok && toPlain(parsed.value.document)).toEqual({
      $schema: `${APP}/schemas/policy/1.json`,
      ...(toPlain(guide.document) as object),
    })
  })
})

describe('whatever a server wrote', () => {
  it('cannot end the structured data, and stays readable in it', () => {
    fc.assert(
      fc.property(tools, hostile, (tool, title) => {
        const page = toolPage(tool, title)
        const text = toolStructuredData(page, APP)
        expect(text).not.toMatch(/[<>&\u2028\u2029]/)
        const { '@graph': graph } = JSON.parse(text)
        expect(graph.map((node: { '@type': string }) => node['@type'])).toEqual([
          'BreadcrumbList',
          'SoftwareApplication',
          'FAQPage',
        ])
        for (const item of graph[0].itemListElement)
          expect(item.item.startsWith(`${APP}/mcp-servers`)).toBe(true)
      }),
      { numRuns: 150 },
    )
  }, 120_000)

  it('is neither markup nor a link nor the end of a block of Markdown', () => {
    fc.assert(
      fc.property(tools, hostile, (tool, title) => {
        const markdown = toolMarkdown(toolPage(tool, title), APP)
        const prose = withoutCode(markdown)
        expect(prose).not.toMatch(/(?<!\\)<[a-z!/]/i)
        expect(prose).not.toMatch(/\bhttps?:\/\/(?!portcullis\.example\.com)/i)
        expect(prose).not.toMatch(/\]\((?!https:\/\/portcullis\.example\.com)/)
        expect(markdown).not.toMatch(/[\u202e\u200b\u2028\u2029\0]/)
        const headings = prose.split('\n').filter((line) => /^#{1,2} /.test(line))
        // Its name, and our own.
        expect(headings.slice(1).filter((heading) => !HEADINGS.includes(heading))).toEqual([])
        expect(JSON.parse(toolJson(toolPage(tool, title), APP)).tool.name).toBe(tool.name)
      }),
      { numRuns: 150 },
    )
  }, 120_000)

  it('comes back from the JSON as it was, with nothing in the text that cannot be seen', () => {
    const text = toolJson(toolPage({ ...CREATE, description: 'a\u202eb\u200bc\u2028d\u0007' }), APP)
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u)
    expect(JSON.parse(text).tool.definition.description).toBe('a\u202eb\u200bc\u2028d\u0007')
  })
})

describe('a page of a server', () => {
  const page = () =>
    serverPageOf({
      server: {
        slug: 'shop',
        name: 'shop',
        title: 'Shop <b>',
        tools: 2,
        description: 'Sells.',
        homepage: null,
        endpoint: 'npx shop',
        severity: 'Critical',
        counts: { Read: 1, Write: 0, Execute: 0, Destructive: 1, Financial: 0, Other: 0 },
      },
      asOf: { ...ASOF, version: '' },
      changes: [],
      tools: [
        {
          slug: 'list',
          name: 'list',
          summary: 'Lists.',
          category: 'Read',
          severity: 'Low',
          definition: '{"name":"list"}',
        },
        {
          slug: 'drop',
          name: 'drop',
          summary: '',
          category: 'Destructive',
          severity: 'Critical',
          definition: '{"name":"drop"}',
        },
      ],
    })

  it('says what becomes of each tool, on the page and in its twins', () => {
    expect(page().tools.map(({ path, lane }) => [path, lane])).toEqual([
      ['/mcp-servers/shop/list', 'allow'],
      ['/mcp-servers/shop/drop', 'hide'],
    ])
    const markdown = serverMarkdown(page(), APP)
    expect(markdown).toContain('2 tools: 1 Read, 1 Destructive.')
    expect(markdown).toContain(`| [drop](${APP}/mcp-servers/shop/drop.md) | Critical | Destructive | hide |`)
    expect(markdown).toContain('# Shop \\<b\\>')
    const json = JSON.parse(serverJson(page(), APP))
    expect(json.tools.map(({ recommended }: { recommended: string }) => recommended)).toEqual([
      'allow',
      'hide',
    ])
    expect(serverStructuredData(page(), APP)).not.toContain('<')
  })
})

it.each([
  ['/mcp-servers/a/b', '/mcp-servers/a/b'],
  ['/attacks/tool-poisoning', '/attacks/tool-poisoning'],
  ['//evil.example', '/mcp-servers'],
  ['/mcp-servers/../settings', '/mcp-servers'],
  ['https://evil.example/mcp-servers', '/mcp-servers'],
  ['/mcp-servers\r\nSet-Cookie: a', '/mcp-servers'],
])('a form comes back to a public page of ours: %j', (given, path) => {
  expect(publicPathOf(given)).toBe(path)
})

/** The text beside spans and blocks of code, by the rule of Markdown: a fence ends at one of its own length. */
function withoutCode(markdown: string): string {
  return markdown.replace(/(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
}
