// Several gateways behind one public port. The supervisor accepts; each connection is passed, unread, to
// the next gateway that is up. One that died is started again, and what it had not taken goes to another.
import { createServer } from 'node:net'
import { say } from './say.mjs'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000
/** After this long a gateway counts as sound: the next time it dies, it comes back at once. */
const SOUND_AFTER_MS = 60_000
const MOST_WAITING = 1_000

/**
 * @typedef {ReturnType<typeof import('./child.mjs').startChild>} Child
 * @param {number} count
 * @param {(index: number) => Child} startGateway index from 1; it runs gateway/main.ts with PASSED_CONNECTIONS
 * @param {{ host: string, port: number, tell?: (sentence: string) => void }} place the public port
 * @returns {{ name: string, exited: Promise<string>, ready: Promise<void>, pids(): number[], stop(patienceMs: number, force?: boolean): Promise<void> }}
 *   the shape of a child; `exited` resolves only where one ended before it was ever up, or the port is lost
 */
export function startSpread(count, startGateway, { host, port, tell = say }) {
  let stopping = false
  let giveUp = () => {}
  const exited = new Promise((resolve) => {
    giveUp = resolve
  })
  const waiting = []
  const places = Array.from({ length: count }, (_, at) =>
    createPlace(at + 1, { start: startGateway, onUp, onLost, onStillborn: giveUp, tell }),
  )
  let turn = 0

  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, pass)
  server.on('error', (error) => giveUp(`port ${port} cannot be used: ${error.message}`))
  server.listen(port, host)

  function pass(socket) {
    for (let tries = 0; tries < count; tries++) {
      turn = (turn + 1) % count
      if (places[turn].take(socket)) return
    }
    if (stopping || waiting.length >= MOST_WAITING) socket.destroy()
    else waiting.push(socket)
  }

  function onUp() {
    for (const socket of waiting.splice(0)) pass(socket)
  }

  function onLost(sockets) {
    for (const socket of sockets) stopping ? socket.destroy() : pass(socket)
  }

  return {
    name: 'gateways',
    exited,
    ready: Promise.all([listening(server), ...places.map((place) => place.up)]).then(() => {}),
    pids: () => places.map((place) => place.pid()),
    async stop(patienceMs, force) {
      stopping = true
      server.close()
      for (const socket of waiting.splice(0)) socket.destroy()
      await Promise.all(places.map((place) => place.stop(patienceMs, force)))
    },
  }
}

// One of the gateways, whichever process it is at the moment.
function createPlace(index, { start, onUp, onLost, onStillborn, tell }) {
  // Sent, and not yet said to have arrived.
  const handed = new Map()
  let last = 0
  let child = null
  let isUp = false
  let stopped = false
  let timer = null
  let pauseMs = FIRST_PAUSE_MS
  let everUp = () => {}
  const up = new Promise((resolve) => {
    everUp = resolve
  })
  let wasUp = false
  begin()

  function begin() {
    const own = start(index)
    const since = Date.now()
    child = own
    own.process.on('message', (message) => {
      if (message?.taking === true) {
        isUp = wasUp = true
        everUp()
        onUp()
      } else if (message?.taken !== undefined) {
        handed.get(message.taken)?.destroy()
        handed.delete(message.taken)
      }
    })
    own.exited.then((how) => ended(how, since))
  }

  function ended(how, since) {
    isUp = false
    const lost = [...handed.values()]
    handed.clear()
    onLost(lost)
    if (stopped) return
    if (!wasUp) {
      onStillborn(how)
      return
    }
    if (Date.now() - since > SOUND_AFTER_MS) pauseMs = FIRST_PAUSE_MS
    tell(`  Gateway ${index} ended unexpectedly (${how}). The others go on; it is started again.`)
    timer = setTimeout(begin, pauseMs)
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
  }

  return {
    up,
    pid: () => child.process.pid,
    /** False where this one takes no connections now. */
    take(socket) {
      if (!isUp || stopped || !child.process.connected) return false
      last += 1
      handed.set(last, socket)
      socket.on('error', () => {})
      // Kept open here until it has arrived: a gateway that dies before that loses nobody's connection.
      child.process.send({ connection: last }, socket, { keepOpen: true }, () => {})
      return true
    },
    async stop(patienceMs, force) {
      stopped = true
      clearTimeout(timer)
      await child.stop(patienceMs, force)
    },
  }
}

function listening(server) {
  return new Promise((resolve) => {
    if (server.listening) resolve()
    else server.once('listening', resolve)
  })
}
