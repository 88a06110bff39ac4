// What a tool of the conformance server is: a definition and what it does, the same in both eras.
import type {
  CallToolResult,
  InputRequiredResult,
  JsonSchemaType,
  ServerContext,
} from '@modelcontextprotocol/server'

export type Args = Readonly<Record<string, unknown>>
export type ConformanceTool = {
  readonly name: string
  readonly description: string
  readonly properties?: Readonly<Record<string, JsonSchemaType>>
  readonly required?: string[]
  /** In place of the schema that `properties` and `required` make. */
  readonly schema?: JsonSchemaType
  readonly run: (args: Args, context: ServerContext) => Answer | Promise<Answer>
}
export type Answer = CallToolResult | InputRequiredResult

export const text = (said: string): CallToolResult => ({ content: [{ type: 'text', text: said }] })

export function schemaOf(tool: ConformanceTool): JsonSchemaType {
  const { properties = {}, required } = tool
  return tool.schema ?? { type: 'object', properties: { ...properties }, ...(required && { required }) }
}
