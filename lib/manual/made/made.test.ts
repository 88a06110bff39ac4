// The pages that are made say all of what they are made from.
import { describe, expect, it } from 'vitest'
import { openApiDocument, operations } from '#lib/api/index.ts'
import { snippetsFor } from '#lib/clients/index.ts'
import { PROBLEMS } from '#lib/doctor/index.ts'
import { OPTIONS } from '../../../cli/options.ts'
import { USAGE } from '../../../cli/usage.ts'
import {
  type ApiDocument,
  apiReferencePage,
  apiShapesPage,
  type Block,
  blockWords,
  clientSetupPage,
  commandLinePage,
  parsePage,
} from '../index.ts'
import { typeWords } from './schema-words.ts'

const APP = 'https://gate.example.com'
const page = (source: string) => parsePage('made', source)
const headings = (blocks: readonly Block[]) => blocks.filter(({ kind }) => kind === 'heading').map(blockWords)
const codes = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.kind === 'code' ? [block.text] : []))

describe('every client', () => {
  const { blocks } = page(clientSetupPage(APP))
  const url = `${APP}/mcp/SERVER_ID/`

  it('has each client that is known, with the code that the Connect page shows, letter by letter', () => {
    const shown = codes(blocks)
    const snippets = [
      ...snippetsFor({
        name: 'my-server',
        url,
        token: 'YOUR_GRANT_TOKEN',
        tokenUrl: `${APP}/mcp/t/YOUR_GRANT_TOKEN/SERVER_ID/`,
        protocol: null,
      }),
      ...snippetsFor({ name: 'my-server', url: `${url}oauth`, token: null, tokenUrl: null, protocol: null }),
    ]
    expect(snippets.length).toBeGreaterThan(40)
    for (const { title, parts, where } of snippets) {
      expect(headings(blocks)).toContain(title)
      for (const { code } of parts) expect(shown).toContain(code)
      expect(blocks.map(blockWords)).toContain(where)
    }
  })
})

it('every client: what keeps one out has its cure', () => {
  const text = page(clientSetupPage(APP)).blocks.map(blockWords).join(' ')
  for (const { what, cure } of Object.values(PROBLEMS)) {
    expect(text).toContain(what)
    expect(text).toContain(cure)
  }
})

describe('the command line', () => {
  it('has every command, with the words that the program prints', () => {
    const { blocks } = page(commandLinePage(USAGE))
    const text = codes(blocks).join('\n')
    for (const name of Object.keys(OPTIONS)) expect(text).toContain(`npm run cli -- ${name}`)
    const said = blocks.map(blockWords).join(' ').replace(/\s+/g, ' ').toLowerCase()
    for (const word of USAGE.split(/\s+/))
      if (word !== 'Usage:' && word !== '<command>') expect(said).toContain(word.toLowerCase())
  })
})

describe('the API', () => {
  const api = openApiDocument(operations, APP) as ApiDocument
  const { blocks } = page(apiReferencePage(api))

  it('has every operation, with its parameters and the members of its body', () => {
    const text = blocks.map(blockWords)
    expect(headings(blocks).filter((words) => /^(GET|POST|PUT|PATCH|DELETE) /.test(words)).length).toBe(
      operations.length,
    )
    for (const { method, path, summary } of operations) {
      const at = text.indexOf(`${method} ${path}`)
      expect([method, path, at > 0]).toEqual([method, path, true])
      expect(text[at + 1]).toBe(`${summary.replaceAll('`', '')}.`)
    }
    expect(text.join(' ')).toContain('baseVersion')
  })

  it('has every shape once, and each name of one leads to it', () => {
    const shapes = page(apiShapesPage(api)).blocks
    const ids = shapes.flatMap((block) => (block.kind === 'heading' ? [block.id] : []))
    expect(new Set(ids).size).toBe(ids.length)
    expect(headings(shapes)).toEqual(Object.keys(api.components.schemas))
    const links = [apiReferencePage(api), apiShapesPage(api)].flatMap((text) =>
      [...text.matchAll(/\]\(api-shapes\.md#([\w-]+)\)/g)].map(([, id]) => id),
    )
    expect(links.length).toBeGreaterThan(50)
    for (const id of links) expect(ids).toContain(id)
  })
})

it.each([
  [{ type: 'string', maxLength: 9 }, 'a text, at most 9 characters'],
  [{ type: 'array', items: { type: 'string' }, maxItems: 3 }, 'a list of texts, at most 3'],
  [
    { anyOf: [{ type: 'integer', minimum: 1, maximum: 5 }, { type: 'null' }] },
    'a whole number from 1 to 5 or `null`',
  ],
  [{ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, 'a whole number'],
  [{ enum: ['a', 'b'] }, '`"a"`, `"b"`'],
  [{ $ref: '#/components/schemas/Tool' }, '[Tool](api-shapes.md#tool)'],
  [{}, 'any JSON'],
])('puts a schema into words: %j', (schema, words) => expect(typeWords(schema)).toBe(words))
