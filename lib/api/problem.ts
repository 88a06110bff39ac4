// Errors on the wire: RFC 9457, with the fault's stable code beside the sentence.
import { FAULTS } from '#lib/fault.ts'
import type { PublicFault } from '#lib/public-fault.ts'

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not acceptable as it is',
  429: 'Too many requests',
  500: 'Internal error',
  502: 'The upstream server failed',
  503: 'Unavailable',
  504: 'The upstream server was too slow',
}

/** `fault.data` stands beside the members of RFC 9457: `errors`, `current`, `tools` and the like. */
export function problemResponse(
  fault: PublicFault,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const status = FAULTS[fault.code]
  const problem = {
    ...fault.data,
    type: `urn:portcullis:problem:${fault.code}`,
    title: TITLES[status] ?? 'Error',
    status,
    detail: fault.message,
    code: fault.code,
    requestId: fault.requestId,
  }
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...standardHeaders(fault.requestId),
      ...(status === 401 && { 'www-authenticate': 'Bearer realm="Portcullis API"' }),
      ...retryAfter(fault),
      ...headers,
    },
  })
}

/** What every answer of the API carries: nobody may keep or embed it. */
export function standardHeaders(requestId: string): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
  }
}

function retryAfter(fault: PublicFault): Record<string, string> {
  const seconds = fault.data.retryAfterSeconds
  if (typeof seconds === 'number') return { 'retry-after': String(seconds) }
  return fault.code === 'store-unavailable' ? { 'retry-after': '5' } : {}
}
