import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'

const LIFECYCLE = new URL('./lifecycle.mjs', import.meta.url).href

describe('the lifecycle', () => {
  it('undoes in the opposite order on one signal, however often it arrives at once', async () => {
    const child = run(`
      lifecycle.serving = true
      for (const n of [1, 2, 3]) lifecycle.onStop(async ({ force }) => { await sleep(20); say(n + ' ' + force) })
      say('up'); setInterval(() => {}, 1000)`)
    await child.saying('up')
    child.process.kill('SIGINT')
    child.process.kill('SIGINT')
    expect(await child.ended).toBe(0)
    expect(child.output()).toMatch(/3 false\n2 false\n1 false/)
  })

  it('stops at once on the second signal', async () => {
    const child = run(`
      lifecycle.onStop(({ force }) => force ? say('forced') : new Promise(() => {}))
      say('up'); setInterval(() => {}, 1000)`)
    await child.saying('up')
    child.process.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 1000))
    child.process.kill('SIGTERM')
    expect(await child.ended).toBe(130)
    expect(child.output()).toContain('forced')
  })

  it('says a refusal as a sentence without a stack, undoes what was begun, and ends with 1', async () => {
    const child = run(`
      lifecycle.onStop(() => say('undone'))
      await runStory(lifecycle, () => { throw new Refusal('Port 3000 is taken.') })`)
    expect(await child.ended).toBe(1)
    expect(child.output()).toContain('Port 3000 is taken.')
    expect(child.output()).toContain('undone')
    expect(child.output()).not.toContain('    at ')
  })
})

// npm, then the shell it uses, then the script: what a person starts and what they end.
const NPM = `require('node:child_process').spawn('sh', ['-c', '"$NODE" --input-type=module -e "$SCRIPT"; true'], { stdio: 'inherit' })`

describe('what npm started', () => {
  it.each(['SIGTERM', 'SIGKILL'])('ends when npm is ended by %s, which passes nothing on', async (signal) => {
    const script = scriptOf(`
      lifecycle.onStop(() => say('undone'))
      say('up'); setInterval(() => {}, 1000)`)
    const env = { ...process.env, npm_lifecycle_event: 'start', NODE: process.execPath, SCRIPT: script }
    const npm = watched(spawn(process.execPath, ['-e', NPM], { env }))
    await npm.saying('up')
    npm.process.kill(signal)
    await npm.saying('undone')
    await npm.ended
  })
})

function run(body) {
  const env = { ...process.env, npm_lifecycle_event: '' }
  return watched(spawn(process.execPath, ['--input-type=module', '-e', scriptOf(body)], { env }))
}

function scriptOf(body) {
  return `
    import { createLifecycle, runStory } from ${JSON.stringify(LIFECYCLE)}
    import { Refusal, say } from ${JSON.stringify(new URL('./say.mjs', import.meta.url).href)}
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    const lifecycle = createLifecycle()
    ${body}`
}

function watched(child) {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  return {
    process: child,
    output: () => output,
    // Its streams close when all that inherited them have ended.
    ended: new Promise((resolve) => child.once('close', resolve)),
    async saying(text) {
      while (!output.includes(text)) await new Promise((resolve) => setTimeout(resolve, 10))
    },
  }
}
