// Where an old server wants messages posted: it says so itself, in the first event of its stream. It may
// name a path of its own and nothing else, for our credentials go wherever it points.
import { Fault } from '#lib/fault.ts'
import { checkUrl } from '../check-url.ts'

/**
 * @param text the data of the `endpoint` event
 * @param from the URL the stream was opened at
 * @throws {Fault} upstream-error
 */
export function endpointOf(
  text: string,
  from: { readonly url: string; readonly allowPrivate: boolean },
): string {
  const base = new URL(from.url)
  // URL parsers drop line breaks and read backslashes as they like: such a text has no one meaning.
  if (text === '' || /[\s\\\p{Cc}\p{Cf}]/u.test(text) || !URL.canParse(text, base))
    throw refused(base, 'an address that cannot be read')
  const endpoint = new URL(text, base)
  if (endpoint.origin !== base.origin) throw refused(base, 'an address of another server')
  if (endpoint.username !== '' || endpoint.password !== '' || text.includes('#'))
    throw refused(base, 'an address that cannot be used')
  return checkUrl(endpoint.href, from).href
}

function refused(base: URL, what: string): Fault {
  return new Fault(
    'upstream-error',
    `${base.host} names ${what} to post messages to. That is refused, for its credentials would go there. Report it to the server's operator.`,
    { data: { handedOver: false } },
  )
}
