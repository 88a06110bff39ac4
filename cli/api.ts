// A running Portcullis, asked over its management API. Documents go both ways as texts, as they are written. The key comes from the environment alone: what stands on a command
// line is read by everyone on the machine, and kept by shells.
import { UsageError } from './usage-error.ts'

/** Asks one operation: `ask('GET', '/policies')`. @throws Refused */
export type Ask = <Answer>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => Promise<Answer>

/** A refusal, in the words of the API. `errors` are those of a policy that may not be published. */
export class Refused extends Error {
  readonly status: number
  readonly errors: readonly { readonly message: string; readonly pointer: string; readonly offset?: number }[]

  constructor(status: number, message: string, errors: Refused['errors'] = []) {
    super(message)
    this.status = status
    this.errors = errors
  }
}

const PATIENCE_MS = 60_000

/**
 * @param url as `--url` says; else PORTCULLIS_URL
 * @throws UsageError where the URL or the key is missing
 */
export function newApi(url: string | undefined): Ask {
  const origin = (url ?? process.env.PORTCULLIS_URL ?? '').replace(/\/+$/, '')
  const key = process.env.PORTCULLIS_API_KEY ?? ''
  if (!/^https?:\/\/[^/]+$/.test(origin))
    throw new UsageError('Say where Portcullis is: --url https://portcullis.example.com, or PORTCULLIS_URL.')
  if (key === '')
    throw new UsageError(
      'Set PORTCULLIS_API_KEY to an API key. Settings → API keys in the dashboard makes one.',
    )
  // What the API answers is held to its schemas by its own tests.
  return async <Answer>(method: string, path: string, body?: object) =>
    (await ask(origin, key, method, path, body)) as Answer
}

async function ask(
  origin: string,
  key: string,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await send(`${origin}/api/v1${path}`, {
    method,
    // A key goes to the address that was named, and to no other that this one names.
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const answer = text === '' ? null : readAnswer(text, response)
  if (!response.ok) throw refusalOf(response.status, answer)
  return answer
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Refused(0, `${new URL(url).origin} could not be reached: ${why}.`)
  }
}

function readAnswer(text: string, { status, url }: Response): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused(
      status,
      `What answered at ${new URL(url).origin} is no Portcullis: no JSON came back (HTTP ${status}).`,
    )
  }
}

function refusalOf(status: number, problem: unknown): Refused {
  const { detail, title, errors } = (problem ?? {}) as {
    detail?: string
    title?: string
    errors?: Refused['errors']
  }
  return new Refused(status, detail ?? title ?? `HTTP ${status}`, Array.isArray(errors) ? errors : [])
}
