// The load for HTTP+SSE of 2024-11-05, where an answer comes on a stream beside the request that asked: each
// connection opens a stream, learns where to post, initialises, and repeats one call.
import { connect } from 'node:net'

/**
 * @typedef {{ port: number, path: string, tool: string, connections: number, seconds: number, warm: number }} Order
 * The word that comes back is that of load.mjs.
 */
const END = '\r\n\r\n'

/** @param {Order} order */
async function run({ port, path, tool, connections, seconds, warm }) {
  const clients = await Promise.all(Array.from({ length: connections }, () => open(port, path)))
  const took = []
  let total = 0
  let first = ''
  const begin = performance.now() + warm * 1000
  const end = begin + seconds * 1000
  const body = (id) => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: tool, arguments: ARGUMENTS },
  })
  await Promise.all(
    clients.map(async (client) => {
      for (let id = 2; ; id++) {
        const sentAt = performance.now()
        const answer = await client.ask(body(id))
        const now = performance.now()
        first ||= answer
        if (!answer.includes('"text":"done"')) throw new Error(`a wrong answer: ${answer}`)
        total += 1
        if (now >= begin && now < end) took.push(now - sentAt)
        if (now >= end) break
      }
      client.close()
    }),
  )
  took.sort((a, b) => a - b)
  const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  return { calls: took.length, failed: 0, total, seconds, p50: at(0.5), p99: at(0.99), cpuMs: 0, first }
}

const ARGUMENTS = { text: 'The quick brown fox jumps over the lazy dog.', times: 1 }
const CLIENT = {
  protocolVersion: '2024-11-05',
  capabilities: {},
  clientInfo: { name: 'bench', version: '1' },
}

async function open(port, path) {
  const waiting = new Map()
  let where
  const found = new Promise((resolve) => {
    where = resolve
  })
  const stream = connect({ port, host: '127.0.0.1', noDelay: true })
  stream.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream${END}`)
  let text = ''
  stream.on('data', (chunk) => {
    text += chunk.toString('latin1')
    for (;;) {
      const stop = text.indexOf('\n\n')
      if (stop < 0) return
      const event = text.slice(0, stop)
      text = text.slice(stop + 2)
      const said = /^data: (.*)$/m.exec(event)?.[1]
      if (said === undefined) continue
      if (/^event: endpoint/m.test(event)) where(said.trim())
      else waiting.get(JSON.parse(said).id)?.(said)
    }
  })
  const endpoint = await found
  const post = connect({ port, host: '127.0.0.1', noDelay: true })
  post.resume()
  const send = (message) => {
    const body = JSON.stringify(message)
    const head = `POST ${endpoint} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json`
    post.write(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}${END}${body}`)
  }
  const ask = (message) =>
    new Promise((resolve) => {
      waiting.set(message.id, (answer) => {
        waiting.delete(message.id)
        resolve(answer)
      })
      send(message)
    })
  await ask({ jsonrpc: '2.0', id: 1, method: 'initialize', params: CLIENT })
  send({ jsonrpc: '2.0', method: 'notifications/initialized' })
  return {
    ask,
    close: () => {
      stream.destroy()
      post.destroy()
    },
  }
}

process.on('message', async (order) => process.send(await run(order)))
process.on('disconnect', () => process.exit(0))
