// Tools whose calls become tasks where the client can follow one. In the list they are tools like any
// other; `run` is what a client gets that cannot.
import { setTimeout as wait } from 'node:timers/promises'
import { type InputRequest, inputRequired } from '@modelcontextprotocol/server'
import type { Work } from './tasks.ts'
import { type Args, type ConformanceTool, text } from './tool.ts'

export type TaskTool = ConformanceTool & {
  readonly work: (args: Args) => Work
  /** Without tasks there is nothing to answer with: such a client is told what it lacks. */
  readonly isRequired: boolean
}

const confirm = (message: string): InputRequest =>
  inputRequired.elicit({
    message,
    requestedSchema: {
      type: 'object',
      properties: { confirm: { type: 'boolean' } },
      required: ['confirm'],
    },
  })
const unreachable = () => text('This tool answers with a task only.')

export const GREET: ConformanceTool = {
  name: 'greet',
  description: 'Greets, at once.',
  properties: { name: { type: 'string' } },
  required: ['name'],
  run: ({ name }) => text(`Hello, ${String(name)}!`),
}

const done =
  (said: string): Work['end'] =>
  () => ({ result: text(said) })

export const TASK_TOOLS: readonly TaskTool[] = [
  {
    name: 'slow_compute',
    description: 'Works for some seconds.',
    properties: { seconds: { type: 'number' }, label: { type: 'string' } },
    required: ['seconds'],
    isRequired: false,
    run: async ({ seconds, label }) => {
      await wait(Number(seconds) * 1000)
      return text(`Computed ${String(label)}.`)
    },
    work: ({ seconds, label }) => ({
      lasts: Number(seconds) * 1000,
      end: done(`Computed ${String(label)}.`),
    }),
  },
  {
    name: 'failing_job',
    description: 'Ends in an error of the tool.',
    isRequired: true,
    run: unreachable,
    work: () => ({ lasts: 50, end: () => ({ result: { ...text('The job failed.'), isError: true } }) }),
  },
  {
    name: 'protocol_error_job',
    description: 'Ends in an error of the protocol.',
    isRequired: true,
    run: unreachable,
    work: () => ({ lasts: 50, end: () => ({ error: { code: -32603, message: 'Internal error' } }) }),
  },
  {
    name: 'confirm_delete',
    description: 'Asks before it deletes.',
    properties: { filename: { type: 'string' } },
    required: ['filename'],
    isRequired: true,
    run: unreachable,
    work: ({ filename }) => ({
      lasts: 20,
      asks: { sure: confirm(`Delete ${String(filename)}?`) },
      end: ({ sure }) => ({ result: text(`Deleted ${String(filename)}: ${JSON.stringify(sure)}`) }),
    }),
  },
  {
    name: 'multi_input',
    description: 'Asks two things at once.',
    isRequired: true,
    run: unreachable,
    work: () => ({
      lasts: 20,
      asks: { first: confirm('The first?'), second: confirm('The second?') },
      end: (answers) => ({ result: text(JSON.stringify(answers)) }),
    }),
  },
]

/** Asks for a name before it becomes a task: what comes of the task knows the name. */
export const ASKS_THEN_TASK = {
  name: 'test_tool_with_task',
  description: 'Asks for a name, then works.',
  run: unreachable,
  question: inputRequired({
    inputRequests: {
      user_name: inputRequired.elicit({
        message: 'What is your name?',
        requestedSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
      }),
    },
  }),
  work: (name: string): Work => ({ lasts: 50, end: done(`Hello, ${name}!`) }),
} satisfies ConformanceTool & Record<string, unknown>
