import { describe, expect, it } from 'vitest'
import { classify, type SignalKind } from './index.ts'

const signalsIn = (properties: object, description = '') =>
  classify({ name: 'tool', description, inputSchema: { type: 'object', properties } }).signals
const text = { type: 'string' }

describe('signals', () => {
  it.each<[SignalKind, string, object]>([
    ['code', 'code', { ...text, description: 'JavaScript to run' }],
    ['query', 'sql', text],
    ['query', 'query', { ...text, description: 'A GraphQL query' }],
    ['command', 'command', text],
    ['command', 'input', { ...text, description: 'What the shell is given' }],
    ['hidden-shell', 'action', { description: '"alert" or {shell: "command"}' }],
    ['request', 'method', { enum: ['GET', 'POST', 'PUT', 'DELETE'] }],
    ['path', 'filePath', text],
    ['path', 'caminho', text],
    ['url', 'callback_url', text],
    ['url', 'webhook', text],
    ['html', 'bodyHtml', text],
    ['html', 'content', { ...text, description: 'The page as HTML' }],
    ['secret', 'apiKey', text],
    ['secret', 'client-secret', text],
    ['secret', 'senha', text],
  ])('%s: %s', (kind, name, property) => {
    expect(signalsIn({ [name]: property })).toMatchObject([{ kind, path: name }])
  })

  it.each([
    ['a code that is a number', { postal_code: text, countryCode: text, barcode: text }],
    ['a token that is a place in a list', { page_token: text, nextToken: text }],
    ['a path of the web', { path: { ...text, description: 'Path of the URL' } }],
    ['a secret that is only named', { secret_id: text }],
    ['a choice of words', { code: { enum: ['a', 'b'] }, path: { enum: ['left', 'right'] } }],
    ['a number or a switch', { token: { type: 'integer' }, path: { type: 'boolean' } }],
  ])('none for %s', (_, properties) => {
    expect(signalsIn(properties)).toEqual([])
  })

  it('name the whole path, and quote the schema', () => {
    const media = { type: 'array', items: { properties: { url: { ...text, description: 'Where it is' } } } }
    expect(signalsIn({ media })).toEqual([
      { kind: 'url', path: 'media[].url', words: 'media[].url: Where it is', says: 'an address to reach' },
    ])
  })

  it('count the parameters of the tool itself, from ten', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, text]))
    expect(signalsIn(many(9))).toEqual([])
    expect(signalsIn(many(10))).toMatchObject([{ kind: 'many-parameters', path: '', words: '10 parameters' }])
    expect(signalsIn({ inner: { properties: many(30) } })).toEqual([])
  })
})

describe('the rationale', () => {
  const why = (tool: Parameters<typeof classify>[0]) => classify(tool).rationale

  it('quotes what decided, from each place once', () => {
    expect(why({ name: 'delete_file', description: 'Deletes a file. This cannot be undone.' })).toBe(
      'It takes something away for good: its name says “delete” and its description says “Deletes a file” and “cannot be undone”.',
    )
  })

  it('names the risky parameters', () => {
    const inputSchema = { properties: { path: text, homepage_url: text, icon_url: text } }
    expect(why({ name: 'create_site', description: 'Creates a site', inputSchema })).toContain(
      '“path” takes a path in a file system; “homepage_url” and “icon_url” take an address to reach.',
    )
  })

  it('says what a claim to be harmless is worth, and when little is known', () => {
    const annotations = { readOnlyHint: true }
    expect(why({ name: 'delete_file', annotations })).toContain('not enough to lower the class')
    expect(why({ name: 'query' })).toContain('There is no description')
  })
})
