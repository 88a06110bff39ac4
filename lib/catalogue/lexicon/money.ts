// Words of money. The gravest class, and the one whose words mislead most: an order is a sort order, a
// transaction is a database's, a subscription is to a topic.
import { wordSet } from './word-set.ts'

/** Nouns that are money wherever something is done to them. */
export const MONEY_NOUNS = wordSet(`
  payment payments refund refunds charge charges payout payouts settlement settlements withdrawal withdrawals deposit
  mandate mandates pix boleto boletos cob cobv devolucao devolution ted spei chargeback purchase trade trades funds
  money cash subscription subscriptions disbursement remittance installment installments anticipation invoice
  invoices debit topup bet bets wager bid bids eth btc usdc usdt bitcoin ether ethereum sats sol xrp doge bnb crypto donation
  onramp offramp pago pagos pagamento pagamentos cobro cobros cobranza cobranca reembolso reembolsos estorno
  fondos fundos dinero dinheiro factura facturas fatura faturas saque retiro deposito apuesta suscripcion
  wire ach sepa salary payroll paycheck dividend`)

/** Nouns that are money only where something else says so. */
export const MONEY_PERHAPS = wordSet(`
  order orders transaction transactions transfer transfers credit credits checkout bill bills intent intents
  position positions token tokens swap cart sale sales authorization booking reservation loan
  contribution tip tips recurrence recurrent recurring capture session conversion orden ordem pedido pedidos saldo
  transferencia transferencias compra venta venda balance amount balances nft shares`)

/** Acts on money that was promised: with one of its perhaps-nouns, nothing more is needed. */
export const SETTLING_VERBS = wordSet('capture void reverse authorize authorise settle anticipate')
/** Acts that move money if something says that it is about money. */
export const MOVING_VERBS = wordSet(
  'transfer fund place confirm release commit finalize send accept transferir retirar sacar authorize reverse capture',
)
/** Acts that commit to what they name: on a server of money, its orders are money. */
export const COMMITTING_VERBS = wordSet(
  'create place submit modify cancel confirm execute complete open close criar crear cancelar confirmar anular',
)
/** Acts on papers and messages about money: they move none. */
export const NOTING_MONEY = wordSet(`
  notify report track log label tag mark upload email mail print simulate evaluate verify tokenize
  remind preview test validate vault export import download answer defend render unsubscribe annotate
  categorize classify comment archive notificar registrar`)

/** After one of these a money noun names settings, papers or messages about money, not money. */
export const NOT_MONEY = wordSet(`
  notification notifications topic event events webhook webhooks template templates method methods settings config
  configuration profile policy policies rule rules note notes label labels reminder reminders customer customers category page report
  description metadata logo contact pdf xml email address file attachment evidence tag tags terms qrcode
  code key keys quote quotes simulation newsletter mailing channel plan plans price coupon product comment url
  source sources analysis oauth sdk access client evp dispute alert alerts message messages status tracking
  account accounts database table schema branch repository topic feed blog podcast mailing_list sort plantilla notificacion
  notificacao preference preferences requirement requirements field fields document documents card_token`)

/** Servers whose whole business is money. A name is weak evidence: it only confirms a noun. */
export const MONEY_SERVER =
  /paypal|stripe|square|chargebee|braintree|adyen|mercado-?pago|plaid|\bwise\b|coinbase|binance|kraken|razorpay|klarna|trading|payment|pagar|pagos|banking|bank\b|broker|alpaca|wallet|exchange|robinhood|zerodha|bybit|okx|revolut|transak|moonpay|uniswap|polymarket|\bspei\b|\bpix\b/i
export const MONEY_TEXT =
  /\b(?:payments?|pay(?:s|ing|out)?|paid|funds|money|cards?|charg(?:e|es|ed|ing)|billing|bank|refund(?:s|ed)?|pix|crypto\w*|usd|eur|brl|mxn|trad(?:e|es|ing)|banc\w+|(?:limit|market|buy|sell) orders?|settlement|sale|leverag\w*|at market|stop[- ]loss|stablecoins?|fiat|spei|ted|pagos?|pagamentos?|dinero|dinheiro|tarjeta|cart[aã]o)\b/i
/** Sentences that move money, whatever the tool is called. */
export const MONEY_ACT =
  /\b(?:charg(?:e|es|ing) (?:the|a|an|your|their|customer'?s?) (?:\w+ )?(?:card|account|wallet|customer|buyer)|(?:process|make|send|execut|initiat|authoriz|captur|settl)\w* (?:a |an |the )?(?:\w+ )?payments?\b(?! (?:method|source|link|notification|reminder|event))|captur\w* (?:a |an |the )?(?:previously )?(?:pre-?)?authori[sz]ed|(?:transfer|send|move|withdraw)\w* (?:the |of )?(?:funds|money|crypto\w*|cash|coins)|transfer\w* between (?:\S+ ){0,3}accounts?|forfeit\w* the (?:funds|chargeback|money)|disputed amount is refunded|real money|spends? (?:money|funds|credits)|(?:buy|sell|swap)s? (?:\w+ )?(?:shares|stocks?|crypto\w*|coins|tokens|assets?)|places? (?:a|an) (?:\w+ )?(?:trade|bid|bet|(?:limit|market|buy|sell) order)|accepts? liability for|(?:envia|transfiere|transfere|enviar|transferir) (?:dinero|dinheiro|fondos|fundos)|(?:realiza|realizar|efetuar|hacer|fazer) (?:un|um|o|el) (?:pago|pagamento))\b/i
export const TRADE =
  /\b(?:limit|market|stop|spot|margin|futures|buy|sell|trade|convert|swap|stake|unstake|bridge|mint|bid|place|transfer|spend|allowance)\b/
export const SIGNED =
  /\b(?:send|sign|submit|broadcast) (?:raw )?transactions?\b|\b(?:send|give|leave) tips?\b|\b(?:close|liquidate) (?:all )?positions?\b|\bcreate checkout\b/
/** Tokens that are coins only where somebody trades or sends them. */
export const COINS = wordSet('token tokens nft')
/** An event about a payment, a subscription to a topic: what a sentence shows to be no money. */
export const PAPERS = wordSet('event events webhook webhooks topic topics analysis newsletter')
/** A transaction or an order of these is none of money. */
export const NO_MONEY_WORDS = wordSet(
  'sql db database mongo postgres mysql redis neo4j cypher git sort tab restraining work fiscal',
)
