// What an upstream's unusable answer means, and what the person who registers it can do.
import { Fault } from '#lib/fault.ts'
import type { Reply } from './conversation.ts'

/** The fault for an answer to `method` that is not a result. `secrets` are never quoted. */
export function answerFault(
  reply: Exclude<Reply, { kind: 'result' }>,
  method: string,
  host: string,
  secrets: Readonly<Record<string, string>>,
): Fault {
  if (reply.kind === 'error')
    return fault(
      'upstream-error',
      `${host} refused ${method}: ${quote(reply.message, secrets)} (${reply.code}). Check the server's log.`,
    )
  const { status } = reply.response
  if (status >= 400) return httpFault(status, host, Object.keys(secrets))
  switch (reply.why) {
    case 'web-page':
      return fault(
        'upstream-not-mcp',
        `${host} answered with a web page. Give the address of the MCP endpoint itself; it often ends in /mcp.`,
      )
    case 'no-answer':
      return fault(
        'upstream-error',
        `${host} closed its stream before it had answered ${method}. Try again, and look at its log.`,
      )
    case 'not-json':
      return fault(
        'upstream-not-mcp',
        `${host} answered ${method} with something that is not JSON. Check that the URL is the address of an MCP endpoint.`,
      )
    case 'not-json-rpc':
      return fault(
        'upstream-not-mcp',
        `${host} answered ${method} with JSON that is no JSON-RPC answer. Check that the URL is the address of an MCP endpoint.`,
      )
  }
}

/** The fault for an HTTP status with no JSON-RPC in it. */
export function httpFault(status: number, host: string, headerNames: readonly string[]): Fault {
  if (status === 401 || status === 403) {
    const hasCredentials = headerNames.some((name) => name.toLowerCase() === 'authorization')
    return fault(
      'upstream-unauthorised',
      hasCredentials
        ? `${host} refused the credentials (${status}). Check the Authorization header: it may have expired, or lack a right.`
        : `${host} wants credentials (${status}). Add an Authorization header to this server.`,
    )
  }
  if (status === 404)
    return fault(
      'upstream-not-mcp',
      `There is nothing at this path of ${host} (404). Check the URL; it often ends in /mcp.`,
    )
  if (status === 405)
    return fault(
      'upstream-not-mcp',
      `${host} takes no POST at this path (405). Give the address of its MCP endpoint; it often ends in /mcp.`,
    )
  if (status === 429)
    return fault('upstream-error', `${host} is limiting requests (429). Wait a little, then try again.`)
  if (status >= 500)
    return fault('upstream-error', `${host} failed (${status}). Try again, and look at its log.`)
  return fault(
    'upstream-not-mcp',
    `${host} answered ${status}, and not in JSON-RPC. Check that the URL is the address of an MCP endpoint.`,
  )
}

/** A piece of the upstream's own text: one line, short, with nothing invisible and no credential in it. */
export function quote(text: string, secrets: Readonly<Record<string, string>>): string {
  // Invisible characters go first: one within a credential must not keep it from being recognised.
  let shown = text
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  for (const value of Object.values(secrets)) {
    for (const secret of [value, value.split(' ').at(-1) ?? '']) {
      if (secret.length >= 4) shown = shown.replaceAll(secret, '[hidden]')
    }
  }
  return `“${shown.length > 200 ? `${shown.slice(0, 200)}…` : shown}”`
}

function fault(code: ConstructorParameters<typeof Fault>[0], sentence: string): Fault {
  return new Fault(code, sentence)
}
