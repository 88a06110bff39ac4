// The action as a runner starts it: the `run` of action.yml in bash, its inputs put in place, against the API's own routes.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { parse } from 'yaml'
import { createApiKey } from '#lib/accounts/index.ts'
import { type ServedApi, serveApi } from '#lib/api/testing/serve.ts'
import { newWorld, type World } from '#lib/api/testing/world.ts'
import { listVersions } from '#lib/policies/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'

type Action = {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>
  runs: { using: string; steps: { shell: string; run: string; env: Record<string, string> }[] }
}

let instance: Instance
let upstream: ChangeableUpstream
let api: ServedApi
let world: World
let workspace: string
let action: Action
let inputs: Record<string, string>

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
  api = await serveApi()
  world = await newWorld(instance, upstream.url)
  workspace = await mkdtemp(join(tmpdir(), 'portcullis-action-'))
  await writeFile(
    join(workspace, 'live.json'),
    '{"version":"1","default":"deny","tools":{"read_stream":{}}}\n',
  )
  await writeFile(
    join(workspace, 'portcullis.json'),
    JSON.stringify({ policies: { 'live.json': world.policyId } }),
  )
  action = parse(await readFile('deploy/github-action/action.yml', 'utf8'))
  inputs = { url: api.origin, 'api-key': (await createApiKey(world.owner, 'workflow')).key, path: '.' }
})
afterAll(async () => {
  await api.close()
  await upstream.close()
  await instance.close()
  await rm(workspace, { recursive: true, force: true })
})

const versions = async () => (await listVersions(world.owner, world.policyId)).length

/** One use of the action in a workflow. */
async function uses(given: Record<string, string>) {
  const [step] = action.runs.steps
  if (!step || action.runs.steps.length !== 1) throw new Error('the action has another number of steps')
  const values: Record<string, string> = { ...inputs, ...given }
  const inputOf = (name: string) => {
    const input = action.inputs[name]
    if (!input) throw new Error(`the action has no input ${name}`)
    return values[name] ?? input.default ?? ''
  }
  const env = Object.fromEntries(
    Object.entries(step.env).map(([name, text]) => [
      name,
      text.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input) => inputOf(input)),
    ]),
  )
  const summary = join(workspace, 'summary.md')
  await writeFile(summary, '')
  const child = spawn('bash', ['-e', '-c', step.run], {
    cwd: workspace,
    env: {
      ...process.env,
      ...env,
      GITHUB_ACTION_PATH: resolve('deploy/github-action'),
      GITHUB_WORKSPACE: workspace,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_SHA: 'abc123',
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  const code = await new Promise((done) => child.on('close', done))
  return { code, output, summary: await readFile(summary, 'utf8') }
}

it('checks what would change and publishes nothing, with the same in the summary', async () => {
  const checked = await uses({})
  expect(checked).toMatchObject({ code: 0, output: expect.stringContaining('widens  read_stream') })
  expect(checked.summary).toContain('widens  read_stream')
  expect(await uses({ 'fail-on-widening': 'true' })).toMatchObject({ code: 1 })
  expect(await versions()).toBe(1)
}, 120_000)

it('simulates, publishes, and says that a word of another kind is none', async () => {
  expect(await uses({ command: 'simulate', since: '2026-01-01' })).toMatchObject({
    code: 0,
    output: expect.stringContaining('would have come out otherwise'),
  })
  expect(await uses({ command: 'delete' })).toMatchObject({ code: 2 })
  expect(await versions()).toBe(1)
  expect(await uses({ command: 'push' })).toMatchObject({ code: 0 })
  expect((await listVersions(world.owner, world.policyId))[0]).toMatchObject({ number: 2, comment: 'abc123' })
}, 120_000)

it('takes no input for a command of the shell', async () => {
  const path = `x"; touch ${join(workspace, 'broken-in')}; "`
  expect((await uses({ path, command: 'push' })).code).not.toBe(0)
  await expect(readFile(join(workspace, 'broken-in'))).rejects.toThrow('ENOENT')
}, 60_000)
