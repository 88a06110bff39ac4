// From a trial to what the editor needs of it.
import type { ToolDetails, ToolSummary } from '#components/policy-editor/index.ts'
import { subjectOf } from '#lib/catalogue/index.ts'
import { parseJson } from '#lib/json/index.ts'
import type { Trial } from '#lib/trials/index.ts'

// The definitions were bounded when they were taken.
const BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }

/** As a registration would pin them. */
export function trialSummary({ name, category, severity }: Trial['tools'][number]): ToolSummary {
  return { name, category, severity, state: 'pinned' }
}

/** The details of all tools as one JSON text. */
export function trialDetails(tools: Trial['tools']): string {
  const details = tools.map(({ name, definition, evidence }): [string, ToolDetails] => {
    const { description, inputSchema } = subjectOf(name, parseJson(definition, BOUNDS))
    return [name, { description, inputSchema: inputSchema ?? {}, evidence }]
  })
  return JSON.stringify(details)
}
