import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { isAlive, startOf } from './alive.mjs'

describe('a process', () => {
  it('that runs is alive, and has a starting time that stays', () => {
    expect(isAlive(process.pid)).toBe(true)
    expect(startOf(process.pid)).toBe(startOf(process.pid))
  })

  it('that has ended is not, even while its parent has not counted it', async () => {
    // The shell becomes a program that never asks after the child it inherits.
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 30'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)))
    await expect.poll(() => isAlive(pid)).toBe(false)
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    expect(isAlive(parent.pid)).toBe(false)
  })
})
