// The yardstick, a process of its own: the least that a relay can do which reads what passes. node:http
// before, undici's `dispatch` behind; the request is parsed and written anew, the answer passes as it is.
// It checks nothing, remembers nothing, and knows nobody; unless it is told of a database. Then it is the second
// yardstick, and each request waits for a bare admission (bare-admission.mjs).
import { createServer } from 'node:http'
import { Agent } from 'undici'

const agent = new Agent({ connections: 256, pipelining: 1 })
let origin = ''
let admission = null

const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const body = JSON.stringify(JSON.parse(Buffer.concat(chunks).toString()))
    const path = `/mcp${/\/\d+$/.exec(request.url)?.[0] ?? ''}`
    const send = () =>
      agent.dispatch({ origin, path, method: 'POST', headers: headersOf(request), body }, back(response))
    if (!admission) send()
    else
      admission.admit(request.headers.authorization, (isAdmitted) =>
        isAdmitted ? send() : response.writeHead(403).end(),
      )
  })
})

function headersOf({ headers }) {
  return {
    'content-type': 'application/json',
    accept: headers.accept,
    'mcp-protocol-version': headers['mcp-protocol-version'],
  }
}

function back(response) {
  return {
    onRequestStart() {},
    onResponseStart(_controller, status, headers) {
      response.writeHead(status, {
        'content-type': headers['content-type'],
        ...(headers['content-length'] && { 'content-length': headers['content-length'] }),
      })
    },
    onResponseData(_controller, chunk) {
      response.write(chunk)
    },
    onResponseEnd() {
      response.end()
    },
    onResponseError() {
      response.destroy()
    },
  }
}

process.on('message', async (order) => {
  if (order.kind === 'tally') return process.send(await admission.tally())
  origin = order.origin
  // Only then, so that the first yardstick holds no more than it needs.
  if (order.databaseUrl) {
    const { openBareAdmission } = await import('./bare-admission.mjs')
    admission = await openBareAdmission(order)
  }
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
})
process.on('disconnect', () => process.exit(0))
