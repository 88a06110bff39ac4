// One tunnel, from dialling to its end, and what that end means.
import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import {
  CLOSE,
  CONNECT_PROTOCOL,
  connectPath,
  type Hello,
  Link,
  type LinkEvents,
  MAX_FRAME_BYTES,
  readWelcome,
} from '#lib/connector/index.ts'

export type Dialling = {
  /** The gateway's origin. */
  readonly gateway: string
  readonly serverId: string
  readonly key: string
  readonly hello: Hello
  readonly onOpened: NonNullable<LinkEvents['opened']>
  readonly onConnected: (server: string) => void
  readonly signal: AbortSignal
}
export type DialEnd = {
  /** Whether coming back may help. */
  readonly again: boolean
  /** Whether the gateway asked to be dialled again at once. */
  readonly atOnce: boolean
  readonly wasConnected: boolean
  readonly sentence: string
}

const HANDSHAKE_MS = 15_000
const MAX_ANSWER_BYTES = 4_096

/** Dials once. Resolves when the tunnel is over; never rejects. */
export function dial(dialling: Dialling): Promise<DialEnd> {
  const { gateway, serverId, key, signal } = dialling
  return new Promise((resolve) => {
    let wasConnected = false
    let problem = ''
    const url = `${gateway.replace(/^http/, 'ws')}${connectPath(serverId)}`
    const socket = new WebSocket(url, [CONNECT_PROTOCOL], {
      headers: { authorization: `Bearer ${key}` },
      handshakeTimeout: HANDSHAKE_MS,
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      followRedirects: false,
    })
    const finish = (end: Omit<DialEnd, 'wasConnected'>) => {
      signal.removeEventListener('abort', stop)
      resolve({ ...end, wasConnected })
    }
    const link = new Link(socket, {
      opened: dialling.onOpened,
      welcome: (payload) => {
        wasConnected = true
        dialling.onConnected(readWelcome(payload)?.server ?? serverId)
      },
      closed: (code) => finish(endOf(code, problem, gateway)),
    })
    const stop = () => link.close(CLOSE.done, 'the connector was stopped')
    signal.addEventListener('abort', stop, { once: true })
    socket.on('open', () => link.hello(dialling.hello))
    socket.on('error', (error) => {
      problem ||= problemOf(error, gateway)
    })
    socket.on('unexpected-response', (_, response) => {
      void refusalOf(response, gateway).then((end) => {
        finish({ ...end, atOnce: false })
        socket.terminate()
      })
    })
  })
}

function endOf(code: number, problem: string, gateway: string): Omit<DialEnd, 'wasConnected'> {
  const again = { again: true, atOnce: false }
  switch (code) {
    case CLOSE.replaced:
      return {
        again: false,
        atOnce: false,
        sentence:
          'Another connector has connected for this server and has taken over. This one ends; run one connector for each server.',
      }
    case CLOSE.keyEnded:
      return {
        again: false,
        atOnce: false,
        sentence:
          'The key was rotated, or the server was deleted. Copy the command again from the server’s page.',
      }
    case CLOSE.protocol:
      return {
        ...again,
        sentence: 'The gateway and this connector do not understand each other. Use one release for both.',
      }
    case CLOSE.restarting:
      return { again: true, atOnce: true, sentence: 'The gateway restarts.' }
    case CLOSE.unavailable:
      return { ...again, sentence: 'The gateway cannot take the connection just now.' }
    default:
      return { ...again, sentence: problem || `The connection to ${gateway} was lost.` }
  }
}

// What a refused handshake says. 4xx is about this command; anything else may pass.
async function refusalOf(
  response: IncomingMessage,
  gateway: string,
): Promise<{ again: boolean; sentence: string }> {
  const status = response.statusCode ?? 0
  let text = ''
  try {
    for await (const chunk of response) {
      text += String(chunk)
      if (text.length > MAX_ANSWER_BYTES) break
    }
  } catch {
    // An answer that breaks off says nothing more.
  }
  const said = sentenceIn(text)
  if (said !== null) return { again: status === 429 || status >= 500, sentence: said }
  if (status >= 300 && status < 400)
    return {
      again: false,
      sentence: `${gateway} redirects elsewhere. Give the gateway’s own address with --url.`,
    }
  if (status >= 400 && status < 500 && status !== 429)
    return {
      again: false,
      sentence: `There is no Portcullis gateway at ${gateway} (it answered ${status}). Check --url, and that WebSocket connections pass the proxy in front of it.`,
    }
  return { again: true, sentence: `${gateway} answered ${status}.` }
}

function sentenceIn(text: string): string | null {
  try {
    const message: unknown = JSON.parse(text)?.error?.message
    return typeof message === 'string' ? message.slice(0, 500) : null
  } catch {
    return null
  }
}

function problemOf(error: Error, gateway: string): string {
  const { host } = new URL(gateway)
  const code = 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${gateway}. Is the gateway running? Check --url.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name ${host} cannot be looked up. Check --url and the network.`
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${host} cannot be reached from here. Check the network and the firewall.`
    default:
      return /certificate|self-signed|SSL|TLS/i.test(`${code} ${error.message}`)
        ? `The TLS certificate of ${host} is not trusted here (${code || error.message}).`
        : `The connection to ${gateway} failed (${code || error.message}).`
  }
}
