// The server's tools, prompts and resources, as one instance of the SDK's server.
import { fromJsonSchema, McpServer, type ServerNotifier } from '@modelcontextprotocol/server'
import { ASKING_TOOLS } from './asking-tools.ts'
import { CONTENT_TOOLS } from './content-tools.ts'
import { INPUT_TOOLS, STATES } from './input-tools.ts'
import { registerPrompts } from './prompts.ts'
import { registerResources } from './resources.ts'
import { TASKS_EXTENSION } from './task-front.ts'
import { ASKS_THEN_TASK, GREET, TASK_TOOLS } from './task-tools.ts'
import { type Args, type ConformanceTool, schemaOf, text } from './tool.ts'

type Changes = Pick<ServerNotifier, 'toolsChanged' | 'promptsChanged'>

/** @param changes how a change of a list is told: to open subscriptions, or on the session's stream */
export function createProduct(era: 'modern' | 'legacy', changes: Changes): McpServer {
  const server = new McpServer(
    { name: 'conformance-server', version: '1' },
    {
      capabilities: {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        logging: {},
        ...(era === 'modern' && { extensions: { [TASKS_EXTENSION]: {} } }),
      },
      requestState: { verify: STATES.verify },
      cacheHints: { 'tools/list': { ttlMs: 1000, cacheScope: 'private' } },
    },
  )
  const triggers: ConformanceTool[] = [
    trigger('test_trigger_tool_change', 'Tells that the tools changed.', () => changes.toolsChanged()),
    trigger('test_trigger_prompt_change', 'Tells that the prompts changed.', () => changes.promptsChanged()),
  ]
  const tools = [...CONTENT_TOOLS, ...ASKING_TOOLS, ...INPUT_TOOLS, GREET, ...TASK_TOOLS, ASKS_THEN_TASK]
  for (const tool of [...tools, ...triggers]) {
    const inputSchema = fromJsonSchema<Args>(schemaOf(tool))
    server.registerTool(tool.name, { description: tool.description, inputSchema }, (args, context) =>
      tool.run(args, context),
    )
  }
  registerPrompts(server)
  registerResources(server)
  return server
}

function trigger(name: string, description: string, tell: () => void): ConformanceTool {
  return {
    name,
    description,
    run: () => {
      tell()
      return text('Told.')
    },
  }
}
