// A place in a definition in words: which part of it, and where within.
import { pointerSteps } from '#lib/policy/index.ts'

export type Place = {
  /** The part of the definition: "Description", "Arguments"; for a member of no known part its own name. */
  readonly part: string
  /** Where within, as a person would write it: "filter.tags[] · enum"; '' for the part itself. */
  readonly within: string
}

const PARTS: Readonly<Record<string, string>> = {
  '': 'Definition',
  name: 'Name',
  title: 'Title',
  description: 'Description',
  inputSchema: 'Arguments',
  outputSchema: 'Result',
  annotations: 'Annotations',
  _meta: 'Metadata',
  icons: 'Icons',
  execution: 'Execution',
}

/** Reads a pointer into a definition. */
export function placeOf(pointer: string): Place {
  const [member = '', ...steps] = pointerSteps(pointer)
  const part = Object.hasOwn(PARTS, member) ? (PARTS[member] ?? member) : member
  const isSchema = member === 'inputSchema' || member === 'outputSchema'
  return { part, within: isSchema ? withinSchema(steps) : steps.join(' · ') }
}

// The steps that lead to an argument are written as one would write the argument; what follows them is a
// rule on it.
function withinSchema(steps: readonly string[]): string {
  let name = ''
  let index = 0
  for (; index < steps.length; index++) {
    const step = steps[index]
    const next = steps[index + 1]
    if (step === 'properties' && next !== undefined) {
      name += name === '' ? next : `.${next}`
      index += 1
    } else if (step === 'items' && next === undefined) break
    else if (step === 'items') name += '[]'
    else break
  }
  return [name, ...steps.slice(index)].filter((each) => each !== '').join(' · ')
}
