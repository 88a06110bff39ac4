// What leaves the house of an error: a fault's code, sentence and data; of anything else, nothing.

import { count } from '#lib/metrics/index.ts'
import { Fault, type FaultCode } from './fault.ts'
import { log } from './log.ts'
import { newRequestId } from './request-id.ts'

export type PublicFault = {
  readonly code: FaultCode
  readonly message: string
  readonly data: Readonly<Record<string, unknown>>
  readonly requestId: string
}

/** The public half of an error; the private half goes to the log under the same request id. */
export function publicFault(error: unknown, requestId: string = newRequestId()): PublicFault {
  if (error instanceof Fault && error.code !== 'internal') {
    if (error.status >= 500) count('portcullis_failures_total', { code: error.code })
    if (error.status >= 500) log.warn({ requestId, code: error.code, err: error.cause }, error.message)
    return { code: error.code, message: error.message, data: error.data, requestId }
  }
  count('portcullis_failures_total', { code: 'internal' })
  log.error({ requestId, err: error }, 'unexpected error')
  return {
    code: 'internal',
    message: `Something went wrong on our side, and nothing was changed. Try again; if it stays, quote ${requestId}.`,
    data: {},
    requestId,
  }
}
