import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CATEGORIES, SEVERITIES } from '#lib/policy/index.ts'
import type { ToolSummary } from './model.ts'
import { packTools, unpackTools } from './packed-tools.ts'

const summary: fc.Arbitrary<ToolSummary> = fc
  .record({
    name: fc.string({ unit: 'binary' }),
    category: fc.constantFrom(...CATEGORIES),
    severity: fc.constantFrom(...SEVERITIES),
    state: fc.constantFrom('pinned' as const, 'changed' as const, 'new' as const, 'gone' as const),
  })
  .chain((tool) =>
    fc.constantFrom(
      tool,
      { ...tool, isRejected: true },
      { ...tool, override: { classified: 'Read', reason: 'It pays.', by: null } },
    ),
  )

it('gives back each tool as it was', () => {
  fc.assert(
    fc.property(fc.array(summary), (tools) => {
      expect(unpackTools(packTools(tools))).toEqual(tools)
    }),
  )
})
