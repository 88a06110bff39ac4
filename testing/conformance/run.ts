// One run of the official suite against one address, and what it found.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { foreignFile, newerNode } from '../foreign/index.ts'
import { programOf, type Suite } from './suites.ts'

export type Check = {
  readonly id: string
  readonly name: string
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO'
  readonly errorMessage?: string
  readonly details?: unknown
}
/** The checks of each scenario, in the order in which they were made. */
export type Findings = ReadonlyMap<string, readonly Check[]>

/**
 * Runs a suite against the server at `url`.
 * @throws with the last words of the program, where it broke down or left no findings
 */
export function runSuite(suite: Suite, url: string): Promise<Findings> {
  return run(suite.name, [programOf(suite), 'server', '--url', url, ...suite.args])
}

export type AuthorizationTarget = {
  readonly issuer: string
  readonly clientId: string
  readonly resource: string
  /** Where the suite waits for the answer: at /callback on 127.0.0.1. */
  readonly port: number
  /** Of the protocol. */
  readonly version: string
}

/**
 * Runs the scenarios for authorization servers.
 * @param consent is given the address that the suite would open in a browser
 * @throws as runSuite
 */
export function runAuthorization(
  { issuer, clientId, resource, port, version }: AuthorizationTarget,
  consent: (authorizationUrl: string) => Promise<void>,
): Promise<Findings> {
  const program = foreignFile('conformance-0.2', 'dist/index.js')
  const target = ['--url', issuer, '--client-id', clientId, '--resource', resource, '--port', String(port)]
  let isBegun = false
  return run('authorization', [program, 'authorization', ...target, '--spec-version', version], (said) => {
    const url = /https?:\/\/\S+\/auth\?\S+/.exec(said)?.[0]
    if (url === undefined || isBegun) return
    isBegun = true
    // What went wrong the suite says: it waits in vain.
    consent(url).catch(() => {})
  })
}

async function run(
  name: string,
  args: string[],
  heard: (said: string) => void = () => {},
): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-conformance-'))
  try {
    const child = spawn(newerNode(), [...args, '-o', folder], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said = (said + chunk).slice(-4000)
        heard(said)
      })
    const [code] = await once(child, 'close')
    const findings = await readFindings(folder)
    // 1 is how it tells that a check failed: the findings say which.
    if ((code !== 0 && code !== 1) || findings.size === 0)
      throw new Error(`The suite "${name}" broke down (exit code ${code}):\n${said}`)
    return findings
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export function countStatus(findings: Findings, status: Check['status']): number {
  return [...findings.values()].flat().filter((check) => check.status === status).length
}

async function readFindings(folder: string): Promise<Findings> {
  const found: [string, Check[]][] = []
  for (const name of (await readdir(folder)).sort()) {
    const scenario = /^(?:authorization-)?server-(.+)-\d{4}-\d{2}-\d{2}T/.exec(name)?.[1]
    if (scenario === undefined) throw new Error(`"${name}" is no scenario’s folder.`)
    found.push([scenario, JSON.parse(await readFile(join(folder, name, 'checks.json'), 'utf8'))])
  }
  return new Map(found)
}
