// The upstream of the proof: the JSON half of Streamable HTTP in both eras, in a process of its own that
// writes down every tools/call before it answers. What was let through is counted here, and nowhere else.
// Of one call in LOOK_EVERY it asks the database, before it answers, whether the call's record is there.
// Run by upstream.ts with the file of the journal; `flush` and `describe` come over the channel.
import { randomUUID } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import pg from 'pg'

const journal = openSync(process.argv[2] ?? '', 'a')
let lines = []
let size = 0
let tools = JSON.parse(process.argv[3] ?? '[]')

const LOOK_EVERY = 20
const LOOK = `SELECT FROM call WHERE organisation_id = $1 AND at > now() - interval '20 seconds'
                AND decision = 'allow' AND $2 = ANY (argument_names)`
const pool = new pg.Pool({
  connectionString: process.argv[4],
  max: 2,
  connectionTimeoutMillis: 1000,
  // By the index of times, for which the time has to stand still: a look that reads the whole record takes longer with
  // every call that was made.
  options: '-c enable_seqscan=off -c max_parallel_workers_per_gather=0',
})
pool.on('error', () => {})
let calls = 0

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', async () => {
    const arrivedAt = Date.now()
    if (request.method !== 'POST') return response.writeHead(405).end()
    const message = JSON.parse(Buffer.concat(chunks).toString())
    if (message.id === undefined) return response.writeHead(202).end()
    const headers = { 'content-type': 'application/json' }
    if (message.method === 'initialize') headers['mcp-session-id'] = randomUUID()
    const isModern = request.headers['mcp-protocol-version'] === '2026-07-28'
    const answer = await answerTo(message, request.url ?? '', arrivedAt)
    if (isModern && answer.result) answer.result.resultType = 'complete'
    response.writeHead(200, headers).end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...answer }))
  })
})

async function answerTo({ method, params }, path, arrivedAt) {
  if (method === 'initialize')
    return {
      result: {
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'journal', version: '1' },
      },
    }
  if (method === 'tools/list') return { result: { tools, ttlMs: 0, cacheScope: 'private' } }
  if (method !== 'tools/call') return { error: { code: -32601, message: 'Method not found' } }
  // One line each: which call, when, and what it carried. No call is answered that is not written down.
  const name = Object.keys(params.arguments ?? {}).find((key) => /^n_\d+$/.test(key)) ?? 'n_-1'
  const found = ++calls % LOOK_EVERY === 0 ? await look(path.slice(1), name) : ''
  const line = `${name.slice(2)} ${arrivedAt} ${params.name} ${params.arguments?.amount ?? ''} ${found}\n`
  lines.push(line)
  size += line.length
  if (size > 1_000_000) write()
  return { result: { content: [{ type: 'text', text: name }] } }
}

// The path is the organisation. A database that is away says nothing.
async function look(organisation, name) {
  try {
    return (await pool.query(LOOK, [organisation, name])).rowCount === 1 ? 'recorded' : 'unrecorded'
  } catch {
    return ''
  }
}

function write() {
  if (lines.length > 0) writeSync(journal, lines.join(''))
  lines = []
  size = 0
}

process.on('message', (order) => {
  if (order.describe) tools = order.describe
  if (order.flush) write()
  process.send({ done: order.number })
})
process.on('disconnect', () => {
  write()
  closeSync(journal)
  process.exit(0)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
