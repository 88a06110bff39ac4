// A gateway at the very address that its metadata names.
import { freePort } from '../../../scripts/postgres.mjs'
import type { Config } from '../../config.ts'
import { type Harness, modernMessage } from '../../testing/harness.ts'
import { startPeopled } from '../../testing/people.ts'

export async function startSigningIn(overrides: Partial<Config> = {}): Promise<Harness> {
  return startPeopled({ appUrl: `http://127.0.0.1:${await freePort()}`, ...overrides })
}

/** One call of `echo` at a server's address for clients that sign in. */
export async function callWith(
  gate: Harness,
  token: string,
  serverId: string,
  address = `${gate.origin}/mcp/${serverId}/oauth`,
): Promise<{ status: number; text: string; challenge: string | null }> {
  const { body, headers } = modernMessage('tools/call', { name: 'echo', arguments: { text: 'hello' } })
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    text: await response.text(),
    challenge: response.headers.get('www-authenticate'),
  }
}
