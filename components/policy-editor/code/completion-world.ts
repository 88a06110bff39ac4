// What completion knows of the server: its tools, and what conditions of them can look at.
import type { CompletionWorld } from '#lib/policy/index.ts'
import type { EditorTool } from '../model.ts'
import { fieldsFor } from '../rules/fields.ts'
import { schemaOf } from '../rules/schema-of.ts'

/** @param all the tools with their schemas; none until they are here */
export function completionWorld(all: readonly EditorTool[]): CompletionWorld {
  const tools = new Map(all.map((tool) => [tool.name, tool]))
  return {
    tools: [...tools.values()].map(({ name, severity, category }) => ({
      name,
      detail: `${severity} ${category}`,
    })),
    fieldsOf: (names) =>
      fieldsFor(names.flatMap((name) => (tools.has(name) ? [schemaOf(tools.get(name) ?? null)] : []))).map(
        ({ path, detail, types, choices }) => ({
          path,
          detail,
          isNumber: types.length === 0 || types.includes('number'),
          choices: choices.map(({ value }) => value),
        }),
      ),
  }
}
