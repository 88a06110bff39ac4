// What the bench's organisations have: one policy with one exact limit, and tools that a person accepted.
import type { SeedTool } from '#lib/data/admission/testing/tenant.ts'
import { namesOf, toolOf } from './answers.mjs'

/** One exact limit for each grant, which no run reaches, and a tool that nobody may call. */
export const POLICY = {
  version: '1',
  default: 'allow',
  all_tools: { limits: [{ counter: 'calls', window: 'day', max: 1_000_000_000 }] },
  tools: {
    echo: {
      deny_if: [
        {
          conditions: [{ path: 'args.text', op: 'contains', value: 'rm -rf' }],
          on_deny: 'Nothing is removed here.',
        },
      ],
    },
    forbidden: { action: 'deny', reason: 'Nobody may call this.' },
  },
}

/** The tools that the upstream lists at an address which ends in `count`. */
export function toolsFor(count: number): SeedTool[] {
  return namesOf(count).map((name) => ({ ...toolOf(name) }))
}
