// The facts that are no arguments, as a schema of our own: their values are certain, whatever a server says.
import { CATEGORIES, SEVERITIES } from '../call.ts'
import type { Path, Root } from '../evaluate/path.ts'
import { WEEKDAYS } from '../evaluate/window.ts'
import { ANYWHERE, type Reach, reach } from './reach.ts'
import type { ValidatedTool } from './scene.ts'

const TEXT = { type: 'string' }
const FACTS: Readonly<Record<Exclude<Root, 'args'>, object>> = {
  'grant.label': TEXT,
  'grant.tags': { type: 'array', items: TEXT },
  'client.name': TEXT,
  'user.email': TEXT,
  'tool.category': { type: 'string', enum: CATEGORIES },
  'tool.severity': { type: 'string', enum: SEVERITIES },
  'time.hour': { type: 'integer', minimum: 0, maximum: 23 },
  'time.weekday': { type: 'string', enum: WEEKDAYS },
}

/** Where a path leads that begins at a fact; for arguments without a schema, anywhere. */
export function factReach({ root, steps }: Path, tool: ValidatedTool | null): Reach {
  if (root === 'args') return { ...ANYWHERE, empty: steps.some((step) => step.kind === 'each') }
  const isMissing = root === 'client.name' || root === 'user.email'
  return reach(factSchema(root, tool), steps, isMissing)
}

function factSchema(root: Exclude<Root, 'args'>, tool: ValidatedTool | null): object {
  if (tool && root === 'tool.category') return { type: 'string', const: tool.category }
  if (tool && root === 'tool.severity') return { type: 'string', const: tool.severity }
  return FACTS[root]
}
