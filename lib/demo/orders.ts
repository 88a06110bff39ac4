// What the demo shop has: made up, small, and always the same. Nothing is kept of what anybody does to it.
export const STATUSES = ['open', 'packed', 'shipped', 'delivered'] as const
export type Order = {
  readonly number: number
  readonly customer: string
  readonly status: (typeof STATUSES)[number]
  readonly cents: number
  readonly items: readonly string[]
}
export type Customer = { readonly id: string; readonly name: string; readonly email: string }

const FIRST_NUMBER = 1001
const HOW_MANY = 12
const NAMES = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Katherine Johnson', 'Edsger Dijkstra']
const THINGS = ['a brass key', 'a portcullis, small', 'forty metres of chain', 'a lantern', 'oil for hinges']

export const CUSTOMERS: readonly Customer[] = NAMES.map((name, index) => ({
  id: `cus_${index + 1}`,
  name,
  email: `${name.split(' ', 1)[0]?.toLowerCase()}@example.com`,
}))

export const ORDERS: readonly Order[] = Array.from({ length: HOW_MANY }, (_, index) => ({
  number: FIRST_NUMBER + index,
  customer: CUSTOMERS[index % CUSTOMERS.length]?.id ?? '',
  status: STATUSES[index % STATUSES.length] ?? 'open',
  cents: 1900 + ((index * 1370) % 9000),
  items: [THINGS[index % THINGS.length] ?? '', THINGS[(index * 2 + 1) % THINGS.length] ?? ''],
}))

export function findOrder(number: unknown): Order | undefined {
  return ORDERS.find((order) => order.number === Number(number))
}

export function findCustomer(id: unknown): Customer | undefined {
  return CUSTOMERS.find((customer) => customer.id === id)
}
