// Tools that answer by themselves: each kind of content, an error, progress, logging, a broken stream.
import { setTimeout as wait } from 'node:timers/promises'
import type { JsonSchemaType, ServerContext } from '@modelcontextprotocol/server'
import { PNG, WAV } from './samples.ts'
import { type ConformanceTool, text } from './tool.ts'

const IMAGE = { type: 'image', data: PNG, mimeType: 'image/png' } as const

// The SDK's type of a schema does not know this keyword of SEP-2243.
const MIRRORED = { type: 'string', 'x-mcp-header': 'Region' } as JsonSchemaType

// Every keyword here must reach a client as it stands: SEP-1613 and SEP-2106. It is text because an
// object with a `then` looks like a promise.
const EVERY_KEYWORD: JsonSchemaType = JSON.parse(`{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "$defs": {
    "address": {
      "$anchor": "addressDef",
      "type": "object",
      "properties": { "street": { "type": "string" }, "city": { "type": "string" } }
    }
  },
  "properties": {
    "name": { "type": "string" },
    "address": { "$ref": "#/$defs/address" },
    "contactMethod": { "type": "string", "enum": ["phone", "email"] },
    "phone": { "type": "string" },
    "email": { "type": "string" }
  },
  "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
  "if": { "properties": { "contactMethod": { "const": "phone" } }, "required": ["contactMethod"] },
  "then": { "required": ["phone"] },
  "else": { "required": ["email"] },
  "additionalProperties": false
}`)

export const CONTENT_TOOLS: readonly ConformanceTool[] = [
  {
    name: 'test_simple_text',
    description: 'Answers with one text.',
    run: () => text('This is a simple text response for testing.'),
  },
  { name: 'test_image_content', description: 'Answers with an image.', run: () => ({ content: [IMAGE] }) },
  {
    name: 'test_audio_content',
    description: 'Answers with a sound.',
    run: () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }),
  },
  {
    name: 'test_embedded_resource',
    description: 'Answers with a resource inside.',
    run: () => ({
      content: [
        {
          type: 'resource',
          resource: {
            uri: 'test://embedded-resource',
            mimeType: 'text/plain',
            text: 'This is an embedded resource content.',
          },
        },
      ],
    }),
  },
  {
    name: 'test_multiple_content_types',
    description: 'Answers with a text, an image and a resource.',
    run: () => ({
      content: [
        { type: 'text', text: 'Multiple content types test:' },
        IMAGE,
        {
          type: 'resource',
          resource: {
            uri: 'test://mixed-content-resource',
            mimeType: 'application/json',
            text: '{"test":"data","value":123}',
          },
        },
      ],
    }),
  },
  {
    name: 'test_error_handling',
    description: 'Always fails.',
    run: () => {
      throw new Error('This tool intentionally returns an error for testing')
    },
  },
  {
    name: 'test_tool_with_logging',
    description: 'Logs three lines while it works.',
    run: async (_, context) => {
      for (const line of ['started', 'at work', 'done']) {
        await context.mcpReq.log('info', `Tool execution ${line}`)
        await wait(50)
      }
      return text('Tool with logging executed successfully.')
    },
  },
  {
    name: 'test_logging_tool',
    description: 'Logs one line, where the request asks for logs.',
    run: async (_, context) => {
      await context.mcpReq.log('info', 'one line')
      return text('Logged.')
    },
  },
  {
    name: 'test_tool_with_progress',
    description: 'Reports its progress three times.',
    run: async (_, context) => {
      for (const progress of [0, 50, 100]) {
        await reportProgress(context, progress)
        await wait(50)
      }
      return text('Tool with progress executed successfully.')
    },
  },
  {
    name: 'test_reconnection',
    description: 'Breaks its stream off and answers on the next one.',
    run: async (_, context) => {
      context.http?.closeSSE?.()
      await wait(100)
      return text('The answer came after the stream was taken up again.')
    },
  },
  {
    name: 'test_mirrored_argument',
    description: 'Has an argument that a header repeats.',
    properties: { region: MIRRORED },
    run: ({ region }) => text(`Region: ${String(region)}`),
  },
  {
    name: 'json_schema_2020_12_tool',
    description: 'Tool with JSON Schema 2020-12 features.',
    schema: EVERY_KEYWORD,
    run: (args) => text(JSON.stringify(args)),
  },
]

async function reportProgress(context: ServerContext, progress: number): Promise<void> {
  const progressToken = context.mcpReq._meta?.progressToken
  if (progressToken === undefined) return
  await context.mcpReq.notify({
    method: 'notifications/progress',
    params: { progressToken, progress, total: 100 },
  })
}
