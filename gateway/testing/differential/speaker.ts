// A real client that says any method and hands back the server's own words, and that answers what a
// server asks always alike. What is compared is what a program on top of it would be given.
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'

export const SPEAKERS = ['SDK v1', 'SDK v2'] as const
export type Note = { readonly method: string; readonly params?: Record<string, unknown> }
export type Speaker = {
  /** The result as it came, every key kept. Rejects with the JSON-RPC error. */
  ask(
    method: string,
    params?: Record<string, unknown>,
    onProgress?: (progress: unknown) => void,
  ): Promise<Record<string, unknown>>
  /** Says that its roots have changed, upon which a server may ask for them again. */
  tellRootsChanged(): Promise<void>
  /** What the server has told without being asked, oldest first. */
  readonly notes: Note[]
  /** What the server has asked. */
  readonly asked: Note[]
  readonly greeting: unknown
  close(): Promise<void>
}

const WHO = { name: 'differential', version: '1' }
const CAPABILITIES = {
  sampling: {},
  elicitation: { form: {}, url: {} },
  roots: { listChanged: true },
}
const ANYTHING = z.looseObject({})
const SAMPLE = {
  role: 'assistant' as const,
  model: 'test-model',
  content: { type: 'text' as const, text: 'a model’s answer' },
}
const ROOTS = { roots: [{ uri: 'file:///work', name: 'Work' }] }
const ELICITED = { action: 'accept' as const, content: { name: 'Ada' } }

export async function openSpeaker(
  kind: (typeof SPEAKERS)[number],
  url: string,
  token?: string,
): Promise<Speaker> {
  const requestInit = token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }
  const notes: Note[] = []
  const asked: Note[] = []
  const note = async (said: Note) => void notes.push(said)
  const answer =
    <Result>(result: Result) =>
    async (question: Note) => {
      asked.push({ method: question.method, params: question.params })
      return result
    }
  if (kind === 'SDK v1') {
    const client = new ClientV1(WHO, { capabilities: CAPABILITIES })
    client.fallbackNotificationHandler = note
    client.setRequestHandler(CreateMessageRequestSchema, answer(SAMPLE))
    client.setRequestHandler(ListRootsRequestSchema, answer(ROOTS))
    client.setRequestHandler(ElicitRequestSchema, answer(ELICITED))
    await client.connect(new TransportV1(new URL(url), { requestInit }))
    return {
      ask: (method, params = {}, onprogress) =>
        client.request({ method, params }, ANYTHING, { ...(onprogress && { onprogress }) }),
      tellRootsChanged: () => client.sendRootsListChanged(),
      notes,
      asked,
      greeting: [client.getServerCapabilities(), client.getServerVersion(), client.getInstructions()],
      close: () => client.close(),
    }
  }
  const client = new ClientV2(WHO, { capabilities: CAPABILITIES })
  client.fallbackNotificationHandler = note
  client.setRequestHandler('sampling/createMessage', answer(SAMPLE))
  client.setRequestHandler('roots/list', answer(ROOTS))
  client.setRequestHandler('elicitation/create', answer(ELICITED))
  await client.connect(new TransportV2(new URL(url), { requestInit }))
  return {
    ask: (method, params = {}, onprogress) =>
      client.request({ method, params }, ANYTHING, { ...(onprogress && { onprogress }) }),
    tellRootsChanged: () => client.sendRootsListChanged(),
    notes,
    asked,
    greeting: [client.getServerCapabilities(), client.getServerVersion(), client.getInstructions()],
    close: () => client.close(),
  }
}
