import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterEach, describe, expect, it } from 'vitest'
import { readTools } from '#lib/upstream/index.ts'
import { startLiveTap } from './index.ts'
import { Tap } from './tap.ts'

const NAMES = [
  'create_connection',
  'list_connections',
  'get_connection',
  'destroy_connection',
  'read_stream',
  'create_watcher',
  'list_watchers',
  'get_watcher',
  'get_watcher_logs',
  'update_watcher',
  'delete_watcher',
  'restart_watcher',
  'status',
]
type Caller = {
  listTools(): Promise<{ tools: { name: string }[] }>
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<unknown>
  close(): Promise<void>
}
const connect: Record<string, (url: string) => Promise<Caller>> = {
  'SDK v1': async (url) => {
    const client = new ClientV1({ name: 'test', version: '1' })
    await client.connect(new TransportV1(new URL(url)))
    return client
  },
  'SDK v2, legacy': async (url) => {
    const client = new ClientV2({ name: 'test', version: '1' })
    await client.connect(new TransportV2(new URL(url)))
    return client
  },
  'SDK v2, modern': async (url) => {
    const client = new ClientV2(
      { name: 'test', version: '1' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    )
    await client.connect(new TransportV2(new URL(url)))
    return client
  },
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(options: Parameters<typeof startLiveTap>[0] = {}) {
  const livetap = await startLiveTap(options)
  closing.push(livetap.close)
  return livetap
}

describe('LiveTap’s stand-in', () => {
  it.each(Object.keys(connect))('serves its thirteen tools to a client of %s', async (kind) => {
    const livetap = await start()
    const client = await connect[kind]?.(livetap.url)
    if (!client) throw new Error('no such client')
    closing.push(() => client.close())
    const call = async (name: string, args: Record<string, unknown> = {}) => {
      const { content } = (await client.callTool({ name, arguments: args })) as {
        content: { text: string }[]
      }
      return JSON.parse(content[0]?.text ?? 'null')
    }
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(NAMES)
    const { connectionId } = await call('create_connection', { broker: 'broker.example.com', topics: ['#'] })
    expect(await call('list_connections')).toMatchObject([
      { connectionId, type: 'mqtt', status: 'connected' },
    ])
    const { watcherId } = await call('create_watcher', {
      connectionId,
      conditions: [{ field: 'sensors.temperature.value', op: '>', value: 0 }],
    })
    expect(await call('get_watcher', { watcherId })).toMatchObject({ action: 'channel_alert', cooldown: 60 })
    expect(await call('delete_watcher', { watcherId })).toEqual({ deleted: watcherId })
    expect(await call('destroy_connection', { connectionId })).toMatchObject({ destroyed: connectionId })
    expect(await call('status')).toMatchObject({ connections: 0, watchers: 0 })
    expect(livetap.calls()).toBe(7)
  })

  it('counts bad calls too, and answers one about a missing thing with a tool error', async () => {
    const livetap = await start()
    const client = await connect['SDK v1']?.(livetap.url)
    if (!client) throw new Error('no such client')
    closing.push(() => client.close())
    expect(await client.callTool({ name: 'get_watcher', arguments: { watcherId: 'none' } })).toMatchObject({
      isError: true,
    })
    expect(await client.callTool({ name: 'get_watcher', arguments: {} })).toMatchObject({ isError: true })
    expect(livetap.calls()).toBe(2)
  })

  it('can ask for a credential', async () => {
    const { url } = await start({ authorization: 'Bearer right' })
    const target = { url, headers: {}, allowPrivate: true }
    await expect(readTools(target)).rejects.toMatchObject({ code: 'upstream-unauthorised' })
    const { tools } = await readTools({ ...target, headers: { authorization: 'Bearer right' } })
    expect(tools).toHaveLength(13)
  })

  const reference = resolve('../shared/data/tools/livetap.json')
  const parametersOf = (
    tools: { name: string; inputSchema: { properties?: object; required?: string[] } }[],
  ) =>
    Object.fromEntries(
      tools.map(({ name, inputSchema }) => [
        name,
        { names: Object.keys(inputSchema.properties ?? {}), required: inputSchema.required ?? [] },
      ]),
    )
  it('has the real one’s names and parameters', async (context) => {
    let text = ''
    try {
      text = readFileSync(reference, 'utf8')
    } catch {
      context.skip('the recorded definitions of LiveTap are not beside this tree')
    }
    const { url } = await start()
    const { tools } = await readTools({ url, headers: {}, allowPrivate: true })
    expect(parametersOf(tools.map(({ definition }) => JSON.parse(definition)))).toEqual(
      parametersOf(JSON.parse(text).tools),
    )
  })
})

describe('Tap', () => {
  it('shows entries as time goes by, and lets watchers decide about each of them once', () => {
    let now = 1_000_000
    const tap = new Tap(() => now)
    const { connectionId } = tap.createConnection('webhook', 'orders') as { connectionId: string }
    expect(tap.readStream(connectionId, 60, 10)).toEqual([])
    const { watcherId } = tap.createWatcher(connectionId, {
      conditions: [{ field: 'body.event', op: '==', value: 'payment.failed' }],
      match: 'all',
      action: { shell: 'echo' },
      cooldown: 2,
    }) as { watcherId: string }
    now += 2_000 // ten entries, of which the fifth and the tenth are failures, a second apart
    expect(tap.readStream(connectionId, 60, 3)).toMatchObject([{ number: 8 }, { number: 9 }, { number: 10 }])
    for (let times = 0; times < 2; times++) {
      const log = tap.watcherLog(watcherId, 50)
      expect(log.map((line) => line.split(' ')[1])).toEqual(['MATCH', 'SUPPRESSED'])
    }
    tap.destroyConnection(connectionId)
    expect(tap.getWatcher(watcherId)).toMatchObject({ status: 'stopped', matches: 2 })
    expect(() => tap.restartWatcher(watcherId)).toThrow('no connection')
  })
})
