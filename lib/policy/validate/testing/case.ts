// What a case of validation is, and the short words in which the tables of cases are written.
import type { ValidatedTool } from '../scene.ts'

export const PAY = {
  type: 'object',
  properties: {
    amount: { type: 'number', minimum: 0, maximum: 500 },
    count: { type: 'integer' },
    currency: { enum: ['EUR', 'USD'] },
    note: { type: 'string', maxLength: 40 },
    body: { type: 'string', maxLength: 20_000 },
    tags: { type: 'array', items: { enum: ['a', 'b'] } },
    items: {
      type: 'array',
      items: { properties: { price: { type: 'number' }, label: { type: 'string' } }, required: ['price'] },
    },
    extra: { type: 'object', additionalProperties: true },
  },
  required: ['amount', 'currency', 'count', 'body', 'tags', 'items'],
}
export const tool = (name: string, facts: Partial<ValidatedTool> = {}): ValidatedTool => ({
  name,
  inputSchema: PAY,
  category: 'Write',
  severity: 'Medium',
  state: 'pinned',
  ...facts,
})
export const READ = tool('read', { inputSchema: { type: 'object', properties: { id: { type: 'string' } } } })
export const TOOLS = [tool('pay'), READ]

export type Case = {
  readonly name: string
  /** `code pointer`, and the first character of an error is `!`. */
  readonly issue: string
  readonly document: object
  /** Silent of this code. */
  readonly near: object
  readonly says?: string
  readonly tools?: readonly ValidatedTool[]
  readonly nearTools?: readonly ValidatedTool[]
  readonly approvers?: number
  readonly fixed?: boolean
}

/** `pay` with these rules, beside a tool that is let through. */
export const pay = (entry: object, more: object = {}) => ({ ...more, tools: { pay: entry, read: {} } })
export const when = (path: string, op: string, value?: unknown) => ({
  path: `args.${path}`,
  op,
  ...(value === undefined ? {} : { value }),
})
export const rules = (list: 'require' | 'deny_if', ...conditions: object[]) =>
  pay({ [list]: [{ conditions }] })
export const limit = (counter: string, window: unknown, max: number, more: object = {}) => ({
  counter,
  window,
  max,
  ...more,
})
export const limits = (...list: object[]) => pay({ limits: list })
export const DENY = '/tools/pay/deny_if/0'
export const FIRST = `${DENY}/conditions/0`
export const REQUIRED = '/tools/pay/require/0/conditions/0'
