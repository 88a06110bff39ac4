// Tools that do several things: the gravest of them is their class, and the evidence names it.
import { describe, expect, it } from 'vitest'
import { classify } from './index.ts'

const withFields = (properties: object) => ({ type: 'object', properties })
const choosing = (name: string, property: object) => ({
  name: 'users',
  description: 'Manages users.',
  inputSchema: withFields({ [name]: property }),
})

describe('a choice of acts', () => {
  it.each([
    ['an enum', 'action', { type: 'string', enum: ['list', 'create', 'delete'] }, 'action: delete'],
    ['constants', 'operation', { oneOf: [{ const: 'get' }, { const: 'purge' }] }, 'operation: purge'],
    ['a list of them', 'actions', { items: { enum: ['read', 'remove'] } }, 'actions: remove'],
    [
      'its description',
      'action',
      { type: 'string', description: 'One of: list, create, delete' },
      'action: delete',
    ],
    ['quotes', 'method', { type: 'string', description: 'Either "get" or "destroy"' }, 'method: destroy'],
    ['Portuguese', 'acao', { enum: ['listar', 'excluir'] }, 'acao: excluir'],
    ['compound values', 'method', { enum: ['get_user', 'delete_user'] }, 'method: delete_user'],
  ])('counts as its worst, given by %s', (_, name, property, text) => {
    const { category, evidence, rationale } = classify(choosing(name, property))
    expect(category).toBe('Destructive')
    expect(evidence).toContainEqual({ source: 'inputSchema', text, says: 'Destructive' })
    expect(rationale).toContain(`“${text}”`)
  })

  it('that pays is graver than one that deletes', () => {
    expect(classify(choosing('action', { enum: ['get', 'delete', 'refund'] })).category).toBe('Financial')
  })

  it.each([
    ['a filter of kinds', 'list_ledger', { operation: { enum: ['funding', 'fee', 'withdrawal', 'trade'] } }],
    ['what data to show', 'ui_get', { method: { enum: ['labels', 'assignees', 'issue_fields'] } }],
  ])('is not %s', (_, name, properties) => {
    expect(classify({ name, inputSchema: withFields(properties) }).category).toBe('Read')
  })

  it('is not what a tool only tells others of', () => {
    const inputSchema = withFields({ action: { enum: ['create', 'update', 'delete'] } })
    const description = 'Notify the fraud team of something that happened to an account'
    expect(classify({ name: 'track_account', description, inputSchema }).category).toBe('Write')
  })
})

describe('room for a program', () => {
  const text = { type: 'string' }
  it.each([
    ['a command', 'terminal_view', '', { command: text }],
    ['a query that may do anything', 'query', 'Query the database', { sql: text }],
    [
      'any method of HTTP',
      'fetch_url',
      'Fetches an address',
      { method: { enum: ['GET', 'POST', 'DELETE'] } },
    ],
  ])('makes a name that reads run: %s', (_, name, description, properties) => {
    expect(classify({ name, description, inputSchema: withFields(properties) }).category).toBe('Execute')
  })

  it.each([
    ['what a search looks for', 'search_contacts', 'Search contacts with an SQL-like query', { query: text }],
    ['a query that only reads', 'query', 'Run a read-only SQL query', { sql: text }],
  ])('does not: %s', (_, name, description, properties) => {
    expect(classify({ name, description, inputSchema: withFields(properties) }).category).toBe('Read')
  })
})
