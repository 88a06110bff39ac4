// The document in which a client says who it is (OAuth Client ID Metadata Document), fetched by the one door to addresses
// of others. Anybody can name an address here, so what comes back is bounded, and nothing of it but what a registration
// may say goes on.
import { type Door, openDoor, readAll, send } from '#lib/upstream/index.ts'
import type { Config } from '../config.ts'
import { registrationOf } from './registration.ts'

const MAX_BYTES = 10_240
const TIMEOUT_MS = 4000

export type FetchDocument = (url: string) => Promise<Response>

/** Fetches by the sockets of this process; by others where the deployment names authorities of its own. */
export function createFetchDocument(config: Config): FetchDocument {
  const { documentAuthorities: ca } = config
  const door = ca === undefined ? { send } : openDoor({ ca })
  return (url) => fetchDocument(url, config, door)
}

/** The document as the library expects it, in the form of a registration. @throws {Fault} those of lib/upstream */
async function fetchDocument(url: string, config: Config, door: Pick<Door, 'send'>): Promise<Response> {
  const answer = await door.send(
    { url, headers: {}, allowPrivate: config.allowPrivateUpstreams },
    {
      method: 'GET',
      headers: { accept: 'application/json' },
      headersTimeoutMs: TIMEOUT_MS,
      bodyTimeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    },
  )
  const text = Buffer.from(await readAll(answer.body)).toString('utf8')
  const { status } = answer
  if (status !== 200) return new Response('', { status: status >= 200 && status <= 599 ? status : 502 })
  const said: unknown = JSON.parse(text)
  const { client_id } = said as { client_id?: unknown }
  const cacheControl = answer.headers['cache-control']
  return Response.json(
    { ...registrationOf(said), client_id },
    { headers: cacheControl === undefined ? {} : { 'cache-control': cacheControl } },
  )
}
