// The tools of a trial as one text: what a definition says is kept digit for digit, what it means is found out again.
import { Fault } from '#lib/fault.ts'
import { namedTools } from '#lib/upstream/index.ts'

export type TrialTool = { readonly name: string; readonly definition: string; readonly hash: string }

const MAX_BYTES = 1024 * 1024
const MAX_TOOLS = 2000

/** @throws Fault too-large */
export function packTrialTools(list: readonly TrialTool[]): { tools: string; toolCount: number } {
  const named = namedTools(list)
  const tools = JSON.stringify(named.map(({ name, definition, hash }) => [name, definition, hash]))
  if (named.length > MAX_TOOLS || Buffer.byteLength(tools) > MAX_BYTES || tools.includes('\\u0000'))
    throw new Fault(
      'too-large',
      `Without an account a server of at most ${MAX_TOOLS} tools and 1 MiB of definitions is kept. Sign up and register this one.`,
    )
  return { tools, toolCount: named.length }
}

export function unpackTrialTools(text: string): TrialTool[] {
  const rows: readonly (readonly [string, string, string])[] = JSON.parse(text)
  return rows.map(([name, definition, hash]) => ({ name, definition, hash }))
}
