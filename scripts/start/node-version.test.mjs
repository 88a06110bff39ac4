import { expect, it } from 'vitest'
import { assertNode } from './node-version.mjs'

it.each([
  ['18.20.4', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['22.12.0', true],
  ['24.1.0', true],
])('Node %s is good enough: %s', (version, good) => {
  const sentences = []
  assertNode(version, (sentence) => sentences.push(sentence))
  expect(sentences).toHaveLength(good ? 0 : 1)
  if (!good) expect(sentences[0]).toContain(`this is Node ${version}`)
})
