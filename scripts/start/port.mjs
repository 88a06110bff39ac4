// Whether the public port can be had, before a minute is spent on building.
import { createServer } from 'node:net'
import { Refusal } from './say.mjs'

const RETRY_MS = 200

/**
 * @param {string} host
 * @param {number} port
 * @param {{ patienceMs?: number }} [options] how long a port may take to become free: an instance
 *   that was killed leaves its gateway a moment to notice
 */
export async function assertPortFree(host, port, { patienceMs = 0 } = {}) {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const code = (await listenError(host, port)) ?? (await browserWouldMeetAnother(host, port))
    if (!code) return
    if (code !== 'EADDRINUSE' || Date.now() >= deadline) throw new Refusal(portSentence(host, port, code))
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

// Browsers try [::1] first for http://localhost: another program there would be opened instead.
async function browserWouldMeetAnother(host, port) {
  if (host !== '127.0.0.1' && host !== 'localhost') return null
  return (await listenError('::1', port)) === 'EADDRINUSE' ? 'EADDRINUSE' : null
}

function listenError(host, port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(error.code))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)))
  })
}

function portSentence(host, port, code) {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is already taken by another program.\nStop that program, or choose another port: PORT=${port + 1} npm start`
    case 'EACCES':
      return `This account may not listen on port ${port}.\nChoose a port above 1023: PORT=3000 npm start`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine.\nSet HOST to one that is: 127.0.0.1 for this machine only, 0.0.0.0 for all its networks.`
    default:
      return `Port ${port} on ${host} cannot be used (${code}).`
  }
}
