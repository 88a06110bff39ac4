// The thirteen tools of the demo shop: some that only look, some that change things, some that cost money, and
// one that nobody should ever call. None of them does anything.
import { CUSTOMERS, findCustomer, findOrder, ORDERS, STATUSES } from './orders.ts'

type Properties = Readonly<Record<string, object>>
export type DemoTool = {
  readonly name: string
  readonly description: string
  readonly properties: Properties
  readonly required: readonly string[]
  /** @throws {Error} whose message the agent is told */
  readonly run: (given: Readonly<Record<string, unknown>>) => unknown
}

const order = { type: 'integer', description: 'Number of the order, for example 1001' }
const customer = { type: 'string', description: 'Id of the customer, for example "cus_1"' }
const text = (description: string) => ({ type: 'string', description })
const cents = { type: 'integer', minimum: 1, description: 'Amount in cents' }
const NOT_KEPT = 'The demo keeps nothing: this was only said.'

const existing = <Found>(found: Found | undefined, what: string): Found => {
  if (found === undefined) throw new Error(`There is no such ${what} in the demo shop.`)
  return found
}

export const DEMO_TOOLS: readonly DemoTool[] = [
  {
    name: 'list_orders',
    description: 'Lists the orders of the shop, newest last, all of them or those of one status.',
    properties: { status: { type: 'string', enum: STATUSES, description: 'Only orders of this status' } },
    required: [],
    run: ({ status }) => ORDERS.filter((each) => status === undefined || each.status === status),
  },
  {
    name: 'get_order',
    description: 'Shows one order with its items and its total.',
    properties: { order },
    required: ['order'],
    run: (given) => existing(findOrder(given.order), 'order'),
  },
  {
    name: 'search_customers',
    description: 'Finds customers by a part of their name or e-mail address.',
    properties: { query: text('What to look for') },
    required: ['query'],
    run: ({ query }) => {
      const wanted = String(query).toLowerCase()
      return CUSTOMERS.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(wanted))
    },
  },
  {
    name: 'get_sales_report',
    description: 'Reads how many orders there are of each status, and what they add up to.',
    properties: {},
    required: [],
    run: () =>
      STATUSES.map((status) => {
        const own = ORDERS.filter((each) => each.status === status)
        return { status, orders: own.length, cents: own.reduce((sum, each) => sum + each.cents, 0) }
      }),
  },
  {
    name: 'add_order_note',
    description: 'Adds a note to an order, for colleagues.',
    properties: { order, note: text('The note') },
    required: ['order', 'note'],
    run: (given) => ({
      order: existing(findOrder(given.order), 'order').number,
      text: given.note,
      note: NOT_KEPT,
    }),
  },
  {
    name: 'update_order_status',
    description: 'Updates the status of an order.',
    properties: { order, status: { type: 'string', enum: STATUSES, description: 'The new status' } },
    required: ['order', 'status'],
    run: (given) => ({ ...existing(findOrder(given.order), 'order'), status: given.status, note: NOT_KEPT }),
  },
  {
    name: 'create_discount_code',
    description: 'Creates a discount code that customers can use at checkout.',
    properties: { code: text('The code'), percent: { type: 'integer', minimum: 1, maximum: 90 } },
    required: ['code', 'percent'],
    run: ({ code, percent }) => ({ code, percent, note: NOT_KEPT }),
  },
  {
    name: 'send_email',
    description: 'Sends an e-mail to a customer in the name of the shop.',
    properties: { customer, subject: text('Subject'), body: text('Text of the e-mail') },
    required: ['customer', 'subject', 'body'],
    run: (given) => ({ to: existing(findCustomer(given.customer), 'customer').email, note: NOT_KEPT }),
  },
  {
    name: 'refund_payment',
    description: 'Refunds the payment of an order, in whole or in part, to the customer’s card.',
    properties: { order, amount: cents },
    required: ['order', 'amount'],
    run: (given) => ({
      order: existing(findOrder(given.order), 'order').number,
      refunded: given.amount,
      note: NOT_KEPT,
    }),
  },
  {
    name: 'cancel_order',
    description: 'Cancels an order that was not shipped yet. It cannot be opened again.',
    properties: { order },
    required: ['order'],
    run: (given) => ({ cancelled: existing(findOrder(given.order), 'order').number, note: NOT_KEPT }),
  },
  {
    name: 'run_script',
    description: 'Runs a maintenance script on the server of the shop.',
    properties: { script: text('Shell command to execute') },
    required: ['script'],
    run: ({ script }) => ({ script, exitCode: 0, note: NOT_KEPT }),
  },
  {
    name: 'delete_customer',
    description: 'Deletes a customer with all orders, for good.',
    properties: { customer },
    required: ['customer'],
    run: (given) => ({ deleted: existing(findCustomer(given.customer), 'customer').id, note: NOT_KEPT }),
  },
  {
    name: 'delete_everything',
    description: 'Deletes all orders and all customers of the shop, for good.',
    properties: {},
    required: [],
    run: () => ({ deleted: ORDERS.length + CUSTOMERS.length, note: NOT_KEPT }),
  },
]
