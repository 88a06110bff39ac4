// The load, a process of its own: connections that are kept open, each of which sends its request again
// (or the next of its list) as soon as the answer is whole. On bare sockets, since node's own client costs more than the relay: what
// this process uses up, everything beside it on the machine lacks. An answer that is not what the first
// one of its connection was (same status, same length) is a failure, and the first is shown to the caller.
import { connect } from 'node:net'

/**
 * @typedef {{ port: number, requests: string[][], connections: number, seconds: number, warm: number }} Order
 * requests: lists of whole HTTP requests; connection i goes round the list at i modulo their number.
 * @typedef {{ calls: number, failed: number, seconds: number, p50: number, p99: number, cpuMs: number, total: number, first: string }} Word
 * calls and times of the seconds after `warm`; total: calls of all seconds; milliseconds.
 */

const MAX_KEPT = 4_000_000
const took = new Float32Array(MAX_KEPT)

/** @param {Order} order @returns {Promise<Word>} */
function run({ port, requests, connections, seconds, warm }) {
  let calls = 0
  let failed = 0
  let total = 0
  let open = connections
  let first = ''
  const begin = performance.now() + warm * 1000
  const end = begin + seconds * 1000
  let cpu = null
  return new Promise((resolve) => {
    for (let i = 0; i < connections; i++) converse(requests[i % requests.length], i)

    function converse(texts, place) {
      const own = texts.map((text) => Buffer.from(text, 'latin1'))
      // Not all begin at the same place of their list.
      let next = place % own.length
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      let sentAt = 0
      let parts = []
      let length = -1
      const send = () => {
        sentAt = performance.now()
        socket.write(own[next])
        next = (next + 1) % own.length
      }
      socket.on('connect', send)
      socket.on('data', (chunk) => {
        if (parts.length > 0) {
          parts.push(chunk)
          chunk = Buffer.concat(parts)
        }
        if (!isWhole(chunk)) {
          parts = [chunk]
          return
        }
        parts = []
        const now = performance.now()
        total += 1
        if (length < 0) {
          length = chunk.length
          first ||= chunk.toString('latin1')
        } else if ((own.length === 1 && chunk.length !== length) || chunk[9] !== 50) failed += 1
        if (now >= begin && now < end) {
          cpu ??= process.cpuUsage()
          if (calls < MAX_KEPT) took[calls] = now - sentAt
          calls += 1
        }
        if (now < end) send()
        else socket.end()
      })
      socket.on('error', () => {
        failed += 1
      })
      socket.on('close', () => {
        open -= 1
        if (open > 0) return
        const { user, system } = process.cpuUsage(cpu ?? undefined)
        const sorted = took.slice(0, calls).sort()
        const at = (share) => sorted[Math.min(calls - 1, Math.floor(calls * share))] ?? 0
        resolve({
          calls,
          failed,
          total,
          seconds,
          p50: at(0.5),
          p99: at(0.99),
          cpuMs: (user + system) / 1000,
          first,
        })
      })
    }
  })
}

const END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n')

// Whether these bytes are all of one answer. Servers that measure a body say its length; streams end with
// an empty chunk.
function isWhole(bytes) {
  const headEnd = bytes.indexOf(END)
  if (headEnd < 0) return false
  const head = bytes.latin1Slice(0, headEnd)
  const stated = /\r\ncontent-length: *(\d+)/i.exec(head)
  if (stated) return bytes.length >= headEnd + 4 + Number(stated[1])
  return bytes.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)
}

process.on('message', async (order) => process.send(await run(order)))
process.on('disconnect', () => process.exit(0))
