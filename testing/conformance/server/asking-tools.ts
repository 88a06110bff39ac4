// Tools of the legacy era's kind: they ask the client while they work (sampling, elicitation), on the
// stream of the call, which is open for sure; the session's own may not be.
import type { ElicitRequestFormParams, ElicitResult, ServerContext } from '@modelcontextprotocol/server'
import { type ConformanceTool, text } from './tool.ts'

type Requested = ElicitRequestFormParams['requestedSchema']
const string = { type: 'string' } as const

const USER: Requested = {
  type: 'object',
  properties: {
    username: { ...string, description: "User's response" },
    email: { ...string, description: "User's email address" },
  },
  required: ['username', 'email'],
}

const DEFAULTS: Requested = {
  type: 'object',
  properties: {
    name: { ...string, default: 'John Doe' },
    age: { type: 'integer', default: 30 },
    score: { type: 'number', default: 95.5 },
    status: { ...string, enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', default: true },
  },
}

const OPTIONS = ['option1', 'option2', 'option3']
const TITLED = [
  { const: 'value1', title: 'First' },
  { const: 'value2', title: 'Second' },
  { const: 'value3', title: 'Third' },
]
const CHOICES: Requested = {
  type: 'object',
  properties: {
    untitledSingle: { ...string, enum: OPTIONS },
    titledSingle: { ...string, oneOf: TITLED },
    legacyEnum: { ...string, enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] },
    untitledMulti: { type: 'array', items: { ...string, enum: OPTIONS } },
    titledMulti: { type: 'array', items: { anyOf: TITLED } },
  },
}

export const ASKING_TOOLS: readonly ConformanceTool[] = [
  {
    name: 'test_sampling',
    description: 'Has the client’s model answer a prompt.',
    properties: { prompt: { ...string, description: 'What to ask the model.' } },
    required: ['prompt'],
    run: async ({ prompt }, context) => {
      const { content } = await context.mcpReq.send({
        method: 'sampling/createMessage',
        params: {
          messages: [{ role: 'user', content: { type: 'text', text: String(prompt) } }],
          maxTokens: 100,
        },
      })
      const said = !Array.isArray(content) && content.type === 'text' ? content.text : 'no text'
      return text(`LLM response: ${said}`)
    },
  },
  {
    name: 'test_elicitation',
    description: 'Asks the person at the client for a name and an address.',
    properties: { message: { ...string, description: 'What to show.' } },
    required: ['message'],
    run: async ({ message }, context) => said('User response', await elicit(context, String(message), USER)),
  },
  elicits('test_elicitation_sep1034_defaults', 'Asks with a default for each type.', DEFAULTS),
  elicits('test_elicitation_sep1330_enums', 'Asks with each kind of choice.', CHOICES),
]

function elicits(name: string, description: string, requestedSchema: Requested): ConformanceTool {
  return {
    name,
    description,
    run: async (_, context) =>
      said('Elicitation completed', await elicit(context, 'Please fill this in.', requestedSchema)),
  }
}

function elicit(context: ServerContext, message: string, requestedSchema: Requested): Promise<ElicitResult> {
  return context.mcpReq.send({
    method: 'elicitation/create',
    params: { mode: 'form', message, requestedSchema },
  })
}

function said(what: string, { action, content }: ElicitResult) {
  return text(`${what}: action=${action}, content=${JSON.stringify(content ?? {})}`)
}
