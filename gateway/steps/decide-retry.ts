// N3: a retry is a call like any other; what it brings back must have been given for this very call.
import { isJsonObject, member } from '#lib/json/index.ts'
import { ERROR, type McpRequest, type Refusal } from '#lib/mcp/index.ts'
import { openState } from '../request-state.ts'
import type { Sealer } from '../seal.ts'
import type { Grounds } from './authenticate-grant.ts'

export function retryOf(
  message: McpRequest,
  grounds: Grounds,
  sealer: Sealer,
): { requestState: string | null } | { refusal: Refusal } {
  const refuse = (text: string) => ({
    refusal: {
      status: 400,
      code: ERROR.invalidParams,
      message: text,
      id: message.id,
      method: message.method,
    } as const,
  })
  const responses = member(message.params, 'inputResponses')
  if (isJsonObject(responses) && Object.keys(responses).length > 0)
    return refuse('This gateway passes no requests for input on, so there is none to answer.')
  const sealed = member(message.params, 'requestState')
  if (typeof sealed !== 'string') return { requestState: null }
  const requestState = openState(sealer, grounds.facts, message, sealed)
  return requestState === null ? refuse('"requestState" was not given for this call.') : { requestState }
}
