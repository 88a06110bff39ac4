// The one place where the inspector asks for a tool's input schema.
import type { EditorTool } from '../model.ts'

/**
 * The tool's inputSchema as plain JSON; undefined while it is not here yet, null for a tool that the
 * server does not have.
 */
export function schemaOf(tool: Pick<EditorTool, 'inputSchema'> | null): unknown {
  return tool === null ? null : tool.inputSchema
}
