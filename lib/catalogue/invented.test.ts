// How the classifier does on tools that it was not made from (testing/invented.ts).
import { describe, expect, it } from 'vitest'
import { classify } from './index.ts'
import { INVENTED } from './testing/invented.ts'

const TOOLS = Object.entries(INVENTED).flatMap(([category, lines]) =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', description = ''] = line.split('|').map((part) => part.trim())
      return { category, name, description }
    }),
)

describe('classify, on invented tools of many trades and three languages', () => {
  it.each(TOOLS)('$category: $name, "$description"', ({ category, name, description }) => {
    expect(classify({ name, description }).category).toBe(category)
  })
})
