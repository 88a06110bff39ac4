import { expect, it } from 'vitest'
import { parametersOf } from './parameters.ts'

it('lists the top level of a schema with its types and what is required', () => {
  const schema = {
    type: 'object',
    properties: {
      kind: { enum: ['mqtt', 'webhook'] },
      tags: { type: 'array', items: { type: 'string' }, description: 'Labels' },
      limit: { type: ['integer', 'null'] },
      action: {},
    },
    required: ['kind'],
  }
  expect(parametersOf(schema)).toEqual([
    { name: 'kind', type: '"mqtt" | "webhook"', required: true, description: '' },
    { name: 'tags', type: 'string[]', required: false, description: 'Labels' },
    { name: 'limit', type: 'integer | null', required: false, description: '' },
    { name: 'action', type: 'any', required: false, description: '' },
  ])
})

it.each([null, true, [], 'x', { properties: [] }])('has no rows for a schema that is none: %j', (schema) => {
  expect(parametersOf(schema)).toEqual([])
})
