// One run of the official suite against one address, and what it found.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newerNode } from '../foreign/index.ts'
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
export async function runSuite(suite: Suite, url: string): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-conformance-'))
  try {
    const args = [programOf(suite), 'server', '--url', url, ...suite.args, '-o', folder]
    const child = spawn(newerNode(), args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said = (said + chunk).slice(-4000)
      })
    const [code] = await once(child, 'close')
    const findings = await readFindings(folder)
    // 1 is how it tells that a check failed: the findings say which.
    if ((code !== 0 && code !== 1) || findings.size === 0)
      throw new Error(`The suite "${suite.name}" broke down (exit code ${code}):\n${said}`)
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
    const scenario = /^server-(.+)-\d{4}-\d{2}-\d{2}T/.exec(name)?.[1]
    if (scenario === undefined) throw new Error(`"${name}" is no scenario’s folder.`)
    found.push([scenario, JSON.parse(await readFile(join(folder, name, 'checks.json'), 'utf8'))])
  }
  return new Map(found)
}
