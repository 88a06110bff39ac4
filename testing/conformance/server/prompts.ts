// The prompts that the conformance scenarios ask for by name.
import {
  acceptedContent,
  fromJsonSchema,
  inputRequired,
  type McpServer,
  type PromptMessage,
} from '@modelcontextprotocol/server'
import { PNG } from './samples.ts'

const user = (content: PromptMessage['content']): PromptMessage => ({ role: 'user', content })
const text = (said: string) => user({ type: 'text', text: said })
const strings = <Name extends string>(...names: Name[]) =>
  fromJsonSchema<Record<Name, string>>({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    required: names,
  })

export function registerPrompts(server: McpServer): void {
  server.registerPrompt('test_simple_prompt', { description: 'One text.' }, () => ({
    messages: [text('This is a simple prompt for testing.')],
  }))
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'Two arguments in a text.', argsSchema: strings('arg1', 'arg2') },
    ({ arg1, arg2 }) => ({ messages: [text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] }),
  )
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'A resource inside.', argsSchema: strings('resourceUri') },
    ({ resourceUri }) => ({
      messages: [
        user({
          type: 'resource',
          resource: {
            uri: resourceUri,
            mimeType: 'text/plain',
            text: 'Embedded resource content for testing.',
          },
        }),
        text('Please process the embedded resource above.'),
      ],
    }),
  )
  server.registerPrompt('test_prompt_with_image', { description: 'An image inside.' }, () => ({
    messages: [
      user({ type: 'image', data: PNG, mimeType: 'image/png' }),
      text('Please analyze the image above.'),
    ],
  }))
  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'Asks before it answers.' },
    ({ mcpReq }) => {
      const given = acceptedContent(mcpReq.inputResponses, 'user_context')
      if (given) return { messages: [text(`Context: ${String(given.context)}`)] }
      const question = inputRequired.elicit({
        message: 'What context should the prompt use?',
        requestedSchema: {
          type: 'object',
          properties: { context: { type: 'string' } },
          required: ['context'],
        },
      })
      return inputRequired({ inputRequests: { user_context: question } })
    },
  )
  server.server.registerCapabilities({ completions: {} })
  server.server.setRequestHandler('completion/complete', ({ params }) => {
    const values = ['paris', 'park', 'party', 'test'].filter((each) => each.startsWith(params.argument.value))
    return { completion: { values, total: values.length, hasMore: false } }
  })
}
