// The upstream of the bench, a process of its own and plain JavaScript. It counts the calls that reach
// each of its addresses.
// The tool `big` answers with 64 KB, `stream` as an event stream, every other in a few words of JSON.
import { createServer } from 'node:http'
import { content, initialized, result } from './answers.mjs'

/** How many calls came to each address. @type {Record<string, number>} */
const calls = {}

const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(':\n\n')
    return
  }
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const text = chunks.length === 1 ? chunks[0].toString() : Buffer.concat(chunks).toString()
    if (text === '') return response.writeHead(200).end()
    const { id, method, params } = JSON.parse(text)
    if (id === undefined) return response.writeHead(202).end()
    if (method === 'initialize')
      return answer(response, id, initialized(params), { 'mcp-session-id': 'bench-session' })
    if (method === 'tools/call') calls[request.url] = (calls[request.url] ?? 0) + 1
    if (params?.name === 'hang') return
    if (method === 'tools/call' && params.name === 'stream') return stream(response, id)
    answer(response, id, result(method, params, request.url))
  })
})

function answer(response, id, result, headers) {
  const body = JSON.stringify({ jsonrpc: '2.0', id, result })
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(body)
}

// Two messages on the way, and the result: what a tool sends that takes a moment.
function stream(response, id) {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const step of [1, 2])
    response.write(
      event({ method: 'notifications/message', params: { level: 'info', data: `step ${step}` } }),
    )
  response.end(event({ id, result: content('done') }))
}

function event(message) {
  return `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`
}

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('message', () => process.send({ calls }))
process.on('disconnect', () => process.exit(0))
