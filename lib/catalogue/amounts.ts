// Money in a schema: how much of what, to whom, and what a trade is made of.
import type { Field } from './fields.ts'

export type Amounts = {
  /** An amount and a currency; null for none. */
  readonly money: string | null
  /** An amount and where it goes. */
  readonly destined: string | null
  /** A side, a symbol, a quantity: what an order on a market is made of. */
  readonly trade: string | null
}

const AMOUNT = /^(?:amount(?:_\w+)?|\w+_amount|value|total|valor|monto|importe|quantia)$/
const CURRENCY = /^(?:currency(?:_\w+)?|\w+_currency|moeda|moneda|coin|asset)$/
const DESTINATION =
  /^(?:(?:to_|recipient_?|destination_?|beneficiary_?|payee_?|receiver_?|target_)(?:\w*(?:address|account|wallet|id|name|key|clabe|iban))?|clabe|iban|pix_key|wallet_address|address_to|chave_pix|cuenta_destino|conta_destino)$/
const QUANTITY = /^(?:quantity|qty|size|volume|shares|amount|notional)$/
const TRADED =
  /^(?:side|order_type|limit_price|stop_price|leverage|time_in_force|symbol|ticker|tradingsymbol|trading_pair|instrument(?:_token)?|pair)$/

export function amountsOf(fields: readonly Field[]): Amounts {
  const own = fields.filter(({ path }) => !path.includes('[]'))
  const first = (pattern: RegExp): string | undefined => own.find(({ name }) => pattern.test(name))?.path
  const amount = first(AMOUNT)
  const together = (...paths: (string | undefined)[]): string | null =>
    paths.includes(undefined) ? null : paths.join(', ')
  return {
    money: together(amount, first(CURRENCY)),
    destined: together(amount, first(DESTINATION)),
    trade: together(first(TRADED), first(QUANTITY)),
  }
}
