// Tools of the modern era's kind: they answer that input is required, and are called again with it
// (SEP-2322). Their state is signed, so that a changed one is refused before the tool runs.
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type InputRequest,
  type InputRequests,
  inputRequired,
  inputResponse,
  type PrimitiveSchemaDefinition,
} from '@modelcontextprotocol/server'
import { type Answer, type ConformanceTool, text } from './tool.ts'

type Context = Parameters<ConformanceTool['run']>[1]

export const STATES = createRequestStateCodec<string>({ key: 'k'.repeat(32) })

const form = (
  message: string,
  name: string,
  field: PrimitiveSchemaDefinition = { type: 'string' },
): InputRequest =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [name]: field }, required: [name] },
  })
const sample = (prompt: string, maxTokens: number): InputRequest =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: prompt } }],
    maxTokens,
  })

const NAME = form('What is your name?', 'name')
const CAPITAL = sample('What is the capital of France?', 100)
const GREETING = sample('Generate a greeting', 50)
const ROOTS = inputRequired.listRoots()
const CONFIRM = form('Please confirm', 'ok', { type: 'boolean' })

/** Asks again until each of `requests` is answered; then the tool is done. */
function asks(
  name: string,
  description: string,
  requests: InputRequests,
  done: (context: Context) => Answer,
  state?: string,
): ConformanceTool {
  return {
    name,
    description,
    run: async (_, context) => {
      if (Object.keys(requests).every((key) => isAnswered(context, key))) return done(context)
      return inputRequired({
        inputRequests: requests,
        ...(state !== undefined && { requestState: await STATES.mint(state, context) }),
      })
    },
  }
}

const isAnswered = ({ mcpReq }: Context, key: string): boolean =>
  inputResponse(mcpReq.inputResponses, key).kind !== 'missing'

export const nameGiven = ({ mcpReq }: Context): string =>
  String(acceptedContent(mcpReq.inputResponses, 'user_name')?.name)

export const INPUT_TOOLS: readonly ConformanceTool[] = [
  asks('test_input_required_result_elicitation', 'Asks for a name.', { user_name: NAME }, (context) =>
    text(`Hello, ${nameGiven(context)}!`),
  ),
  asks('test_input_required_result_sampling', 'Asks the model.', { capital_question: CAPITAL }, (context) =>
    text(JSON.stringify(context.mcpReq.inputResponses?.capital_question)),
  ),
  asks('test_input_required_result_list_roots', 'Asks for the roots.', { client_roots: ROOTS }, (context) =>
    text(JSON.stringify(context.mcpReq.inputResponses?.client_roots)),
  ),
  asks(
    'test_input_required_result_request_state',
    'Asks, and wants its state back.',
    { confirm: CONFIRM },
    ({ mcpReq }) => text(mcpReq.requestState<string>() === 'confirming' ? 'state-ok' : 'no state'),
    'confirming',
  ),
  asks(
    'test_input_required_result_tampered_state',
    'Refuses a state that it did not sign.',
    { confirm: CONFIRM },
    () => text('The state was ours.'),
    'signed',
  ),
  asks(
    'test_input_required_result_multiple_inputs',
    'Asks for three things at once.',
    { user_name: NAME, greeting: GREETING, client_roots: ROOTS },
    (context) => text(JSON.stringify(context.mcpReq.inputResponses)),
    'three',
  ),
  {
    name: 'test_input_required_result_multi_round',
    description: 'Asks twice, one question after the other.',
    run: async (_, context) => {
      const { mcpReq } = context
      const step = mcpReq.requestState<string>()
      if (step === 'second' && isAnswered(context, 'step2'))
        return text(`Color: ${JSON.stringify(mcpReq.inputResponses?.step2)}`)
      const isSecond = step === 'first' && isAnswered(context, 'step1')
      return inputRequired({
        inputRequests: isSecond
          ? { step2: form('Step 2: What is your favorite color?', 'color') }
          : { step1: form('Step 1: What is your name?', 'name') },
        requestState: await STATES.mint(isSecond ? 'second' : 'first', context),
      })
    },
  },
  {
    name: 'test_input_required_result_capabilities',
    description: 'Asks only for what the client says that it can give.',
    run: (_, { mcpReq }) => {
      const declared = (mcpReq.envelope as Record<string, ClientCapabilities> | undefined)?.[
        CLIENT_CAPABILITIES_META_KEY
      ]
      return inputRequired({
        inputRequests: {
          ...(declared?.elicitation && { user_name: NAME }),
          ...(declared?.sampling && { capital_question: CAPITAL }),
        },
      })
    },
  },
  asks('test_missing_capability', 'Cannot work without a model.', { question: CAPITAL }, () => text('Done.')),
  asks('test_streaming_elicitation', 'Asks in its answer.', { user_name: NAME }, (context) =>
    text(`Hello, ${nameGiven(context)}!`),
  ),
]
