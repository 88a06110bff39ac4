// Real definitions, where somebody put captures beside the tree: as templates for generated ones.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Template = Readonly<Record<string, unknown>> & { readonly name: string }

/** Every object with a name and a schema that the folder's JSON files hold; none where there is no folder. */
export function readTemplates(folder: string): Template[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => toolsIn(JSON.parse(readFileSync(join(folder, file), 'utf8'))))
}

function toolsIn(value: unknown): Template[] {
  if (Array.isArray(value)) return value.flatMap(toolsIn)
  if (typeof value !== 'object' || value === null) return []
  const isTool = 'name' in value && typeof value.name === 'string' && 'inputSchema' in value
  return isTool ? [value as Template] : Object.values(value).flatMap(toolsIn)
}
