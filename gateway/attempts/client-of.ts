// What a client calls itself: in its message, in the session it opened, or, where it got no further, in the
// header that every program sends.
import { clientName } from '#lib/mcp/index.ts'
import { type Exchange, headersOf } from '../http.ts'
import type { Sealer } from '../seal.ts'
import { openSession } from '../session.ts'
import type { Grounds } from '../steps/authenticate-grant.ts'
import type { Asked } from '../steps/read-asked.ts'

const MAX_LENGTH = 60

/** What the client of a message that was served calls itself; '' where it says nothing. */
export function clientOfMessage(
  exchange: Exchange,
  asked: Asked,
  { facts }: Grounds,
  sealer: Sealer,
): string {
  if (asked.kind === 'refused' || asked.message.kind !== 'request') return ''
  const { sessionText, message } = asked
  const session = sessionText === undefined ? null : openSession(sealer, facts, sessionText)
  const said = clientName(message) ?? session?.clientName
  return said ? shortened(said) : clientOfRequest(exchange)
}

/** The product of a User-Agent: `claude-code/2.1 (cli)` is `claude-code`. */
export function clientOfRequest(exchange: Exchange): string {
  const [agent = ''] = headersOf(exchange, 'user-agent')
  return shortened(/^[A-Za-z][\w.@/-]*?(?=\/\d|[ (;]|$)/.exec(agent)?.[0] ?? '')
}

function shortened(said: string): string {
  return said
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, MAX_LENGTH)
    .toWellFormed()
}
