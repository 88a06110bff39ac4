// A tenant's load, a process of its own: so many requests a second by the clock, whatever becomes of those before. Each round
// over its connections as they come free; what comes back is counted by what it says.
import { Agent, request } from 'node:http'

/**
 * @typedef {{ port: number, path: string, token: string, body: string, perSecond: number, seconds: number, patienceMs: number, known: Record<string, string> }} Order
 * known: what an answer is called, by a text that it holds
 * @typedef {{ sent: number, p50: number, p99: number, answers: Record<string, number>, strange: string }} Word
 * milliseconds from the sending of a request to the end of its answer; strange: the first answer that has no name
 */

const agent = new Agent({ keepAlive: true, maxSockets: 4096 })

/** @param {Order} order @returns {Promise<Word>} */
async function run(order) {
  const took = []
  const answers = {}
  const open = []
  let strange = ''
  const begin = performance.now()
  for (let i = 0; i < order.perSecond * order.seconds; i++) {
    // By the clock of the beginning: a timer that is late once must not slow the rest.
    await until(begin + (i * 1000) / order.perSecond)
    const sentAt = performance.now()
    open.push(
      ask(order).then((text) => {
        if (text !== null) took.push(performance.now() - sentAt)
        const name = text === null ? 'none' : nameOf(text, order.known)
        if (name === 'strange') strange ||= text
        answers[name] = (answers[name] ?? 0) + 1
      }),
    )
  }
  await Promise.all(open)
  took.sort((a, b) => a - b)
  const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN
  return { sent: open.length, p50: at(0.5), p99: at(0.99), answers, strange }
}

function until(moment) {
  const ms = moment - performance.now()
  return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined
}

function nameOf(text, known) {
  return Object.entries(known).find(([part]) => text.includes(part))?.[1] ?? 'strange'
}

// The text of the answer, or null where none came in time.
function ask({ port, path, token, body, patienceMs }) {
  return new Promise((resolve) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
      'content-length': Buffer.byteLength(body),
    }
    const sent = request({ agent, port, path, headers, method: 'POST', host: '127.0.0.1' }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => resolve(text))
      answer.on('error', () => resolve(null))
    })
    sent.setTimeout(patienceMs, () => sent.destroy())
    sent.on('error', () => resolve(null))
    sent.end(body)
  })
}

process.on('message', async (order) => process.send(await run(order)))
process.on('disconnect', () => process.exit(0))
