import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Proof } from './proof.ts'

describe('the proof, in its short form', () => {
  it('[F1] [F2] [F3] [F5] finds nothing while replicas and Postgres are killed and policies edited', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-prove-'))
    const out = join(folder, 'proof.json')
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'testing/prove/main.ts', '--short', '--out', out],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let said = ''
    child.stdout.on('data', (chunk) => {
      said += chunk
    })
    const [code] = await once(child, 'exit')
    expect(said).toContain('Every figure is zero.')
    expect(code).toBe(0)
    const { experiments } = JSON.parse(readFileSync(out, 'utf8')) as Proof
    expect(experiments.every(({ n, failures }) => n > 0 && failures === 0)).toBe(true)
    rmSync(folder, { recursive: true, force: true })
  }, 600_000)
})
