import { describe, expect, it } from 'vitest'
import { fromPlain } from '#lib/json/index.ts'
import { answeredGroup, featuresOf, questionOf } from './question.ts'

describe('what a server asks', () => {
  it.each([
    ['sampling/createMessage', {}, ['sampling']],
    ['sampling/createMessage', { tools: [] }, ['sampling', 'sampling.tools']],
    ['sampling/createMessage', { toolChoice: {} }, ['sampling', 'sampling.tools']],
    ['elicitation/create', {}, ['elicitation.form']],
    ['elicitation/create', { mode: 'form' }, ['elicitation.form']],
    ['elicitation/create', { mode: 'url' }, ['elicitation.url']],
    ['roots/list', undefined, ['roots']],
  ])('%s %o needs %o', (method, params, needs) => {
    expect(questionOf(method, params && fromPlain(params))?.needs).toEqual(needs)
  })

  it.each([
    ['tools/call', {}],
    ['Roots/list', {}],
    ['elicitation/create', { mode: 'voice' }],
    ['sampling/createMessage', { task: { ttl: 1 } }],
    [undefined, {}],
    [7, {}],
  ])('%s %o is nothing that a client of ours is asked', (method, params) => {
    expect(questionOf(method, fromPlain(params))).toBeNull()
  })
})

describe('what a client declares', () => {
  it.each([
    [{}, []],
    [undefined, []],
    [{ sampling: {} }, ['sampling']],
    [{ sampling: { tools: {} } }, ['sampling', 'sampling.tools']],
    [{ elicitation: {} }, ['elicitation.form']],
    [{ elicitation: { url: {} } }, ['elicitation.url']],
    [{ elicitation: { form: {}, url: {} } }, ['elicitation.form', 'elicitation.url']],
    [{ roots: { listChanged: true } }, ['roots', 'roots.listChanged']],
    [{ roots: { listChanged: false } }, ['roots']],
    [{ sampling: true, roots: null }, []],
  ])('%o are the features %o', (capabilities, features) => {
    expect(featuresOf(capabilities && fromPlain(capabilities))).toEqual(features)
  })
})

it.each([
  [{ action: 'accept', content: {} }, 'elicitation'],
  [{ roots: [] }, 'roots'],
  [{ role: 'assistant', content: {}, model: 'm' }, 'sampling'],
  [{ role: 'assistant' }, null],
  [12345, null],
  [{}, null],
])('an answer %o is of the group %s by its shape', (answer, group) => {
  expect(answeredGroup(fromPlain(answer))).toBe(group)
})
