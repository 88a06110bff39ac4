// The gateway as a child of whoever supervises it: one on the public port, or several behind it.
import { RUN_GATEWAY } from './bundle.mjs'
import { startChild } from './child.mjs'
import { Refusal } from './say.mjs'
import { startSpread } from './spread.mjs'

/** The arguments of node that run the gateway from its sources, for those who work on it. */
export const GATEWAY_SOURCES = ['--import', 'tsx', 'gateway/main.ts']
const MOST_GATEWAYS = 32

/**
 * `--gateways N` of a command line; 1 where nothing is said.
 * @param {string[]} args
 * @throws {Refusal} on anything that is not understood
 */
export function gatewaysWanted(args) {
  if (args.length === 0) return 1
  const text = args.join(' ')
  const [, number] = /^--gateways[ =](\d{1,3})$/.exec(text) ?? []
  const count = Number(number)
  if (count >= 1 && count <= MOST_GATEWAYS) return count
  throw new Refusal(
    `"${text}" is not understood: the one option is --gateways N, with N from 1 to ${MOST_GATEWAYS} (npm start -- --gateways 3).`,
  )
}

/**
 * Starts `count` gateways that serve one public port together.
 * @param {number} count
 * @param {{ program?: string[], env: Record<string, string | undefined>, host: string, port: number, hopUrl: string, tell?: (sentence: string) => void }} place
 * @throws {Refusal} where HOP_URL cannot be shared out
 */
export function startGateways(count, { program = RUN_GATEWAY, env, host, port, hopUrl, tell }) {
  if (count === 1) return startChild('gateway', program, { env })
  const urls = Array.from({ length: count }, (_, at) => hopUrlOf(hopUrl, at + 1))
  return startSpread(
    count,
    (index) =>
      startChild(`gateway ${index}`, program, {
        env: {
          ...env,
          PASSED_CONNECTIONS: 'true',
          HOP_URL: urls[index - 1],
          METRICS_PORT: metricsPortOf(env.METRICS_PORT, index - 1),
        },
      }),
    { host, port, tell },
  )
}

/**
 * Where a process tells its figures: each of one machine at a port of its own, the ones that follow METRICS_PORT.
 * @param {string | undefined} first
 * @param {number} index from 0
 * @returns {string} '' where none are wanted
 */
export function metricsPortOf(first, index) {
  return first ? String(Number(first) + index) : ''
}

/**
 * Where the other replicas reach gateway `index` itself, for the public port leads to any of them.
 * @returns {string} '' for a loopback port that it chooses itself
 */
export function hopUrlOf(hopUrl, index) {
  if (hopUrl === '') return ''
  const url = new URL(hopUrl)
  if (url.port === '') {
    throw new Refusal(
      'HOP_URL has no port. With several gateways each is reached on a port of its own, the ones that follow the port of HOP_URL: set HOP_URL=http://10.0.0.5:4100, say.',
    )
  }
  url.port = String(Number(url.port) + index)
  return url.origin
}
