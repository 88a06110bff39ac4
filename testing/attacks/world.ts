// Where attacks take place: a real gateway, its database and a server that keeps every byte it was sent.
import { request } from 'node:http'
import { connect } from 'node:net'
import { type Harness, startHarness } from '#gateway/testing/harness.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { type Attack, ENVELOPE, type Era, ORDINARY } from './attack.ts'

export type Stranger = Tenant
export type Heard = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}
export type World = Harness & {
  /** Sends an attack as it is written. */
  send(attack: Attack, era: Era, tenant: Tenant): Promise<Heard>
  /** Writes these bytes, and reads until the connection is closed. */
  write(raw: string): Promise<string>
  /** An ordinary call, which must pass: the process is alive, and the grant as good as before. */
  callsOn(tenant: Tenant): Promise<number>
  attacked(policy?: object): Promise<Tenant>
}

export async function startWorld(): Promise<World> {
  const harness = await startHarness()
  const port = Number(new URL(harness.origin).port)
  return {
    ...harness,
    attacked: (policy = ORDINARY) => harness.tenant(policy),
    send: (attack, era, tenant) =>
      exchange(port, {
        method: attack.method ?? 'POST',
        path: filled(attack.path ?? '/mcp/$SERVER/', tenant),
        headers: headersOf(attack, era, tenant),
        body: bodyOf(attack, era),
      }),
    write: (raw) => talk(port, raw),
    callsOn: async (tenant) => {
      const body =
        '{"jsonrpc":"2.0","id":"after","method":"tools/call","params":{"name":"echo","arguments":{}}}'
      return (await harness.post(tenant, body)).status
    },
  }
}

export function filled(text: string, tenant: Tenant): string {
  return text.replaceAll('$SERVER', tenant.serverId).replaceAll('$TOKEN', tenant.token)
}

function bodyOf({ body = '' }: Attack, era: Era): Uint8Array {
  if (typeof body !== 'string') return body
  const isModern = era === 'modern'
  return Buffer.from(
    body
      .replaceAll('$META', isModern ? `,"_meta":{${ENVELOPE}}` : '')
      .replaceAll('$ONLY_META', isModern ? `"_meta":{${ENVELOPE}}` : ''),
  )
}

function headersOf(
  { headers = {}, method }: Attack,
  era: Era,
  tenant: Tenant,
): Record<string, string | string[]> {
  const usual: Record<string, string> = {
    host: 'localhost',
    authorization: `Bearer ${tenant.token}`,
    accept: 'application/json, text/event-stream',
    ...(method === undefined && { 'content-type': 'application/json' }),
    ...(era === 'modern' && {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'echo',
    }),
  }
  const all: Record<string, string | string[]> = { ...usual }
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) delete all[name]
    else if (typeof value === 'string') all[name] = filled(value, tenant)
    else all[name] = value.map((each) => filled(each, tenant))
  }
  return all
}

type Sending = {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string | string[]>
  readonly body: Uint8Array
}

function exchange(port: number, { method, path, headers, body }: Sending): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, setHost: false, agent: false })
    let isAnswered = false
    sent.on('response', (response) => {
      isAnswered = true
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      const done = () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      response.on('end', done).on('error', done)
    })
    // A gateway that has answered may close before it has read all: the answer counts.
    sent.on('error', (error) => {
      if (!isAnswered) setTimeout(() => (isAnswered ? undefined : reject(error)), 200)
    })
    sent.end(Buffer.from(body))
  })
}

function talk(port: number, raw: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(raw, 'latin1')))
    socket.on('data', (chunk) => {
      heard += chunk
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(heard))
    socket.setTimeout(20_000, () => socket.destroy())
  })
}
