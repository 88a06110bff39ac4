// Commands that ask a running Portcullis: the program as a process of its own, the API's own route files behind HTTP.
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { createApiKey } from '#lib/accounts/index.ts'
import { type ServedApi, serveApi } from '#lib/api/testing/serve.ts'
import { newWorld, type World } from '#lib/api/testing/world.ts'
import { getPolicy, listProposals, listVersions } from '#lib/policies/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { newFolder } from './testing/run.ts'

let instance: Instance
let upstream: ChangeableUpstream
let api: ServedApi
let world: World
let env: Record<string, string>
const { file, runThere, read } = newFolder()

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
  api = await serveApi()
})
beforeEach(async () => {
  world = await newWorld(instance, upstream.url)
  const { key } = await createApiKey(world.owner, 'pipeline')
  env = { PORTCULLIS_URL: api.origin, PORTCULLIS_API_KEY: key }
})
afterAll(async () => {
  await api.close()
  await upstream.close()
  await instance.close()
})

const WIDER =
  '{\n  // comments stay\n  "version": "1", "default": "deny", "tools": { "read_stream": {} }\n}\n'
const go = (...args: string[]) => runThere(args, '', env)
const inForce = async () => (await getPolicy(world.owner, world.policyId)).published

describe('policy pull and push', () => {
  it('brings all policies as files, and pushes back what differs alone, as it is written', async () => {
    expect(await go('policy', 'pull', '--dir', 'all')).toMatchObject({ code: 0 })
    const list = JSON.parse(await read('all/portcullis.json'))
    const [name = '', ...more] = Object.keys(list.policies)
    expect([list.policies[name], more]).toEqual([world.policyId, []])
    expect(await read(`all/${name}`)).toBe((await inForce())?.source)

    const same = await go('policy', 'push', '--dir', 'all')
    expect(same).toMatchObject({ code: 0, stderr: '' })
    expect(same.stdout).toContain('In force already.')
    expect(await listVersions(world.owner, world.policyId)).toHaveLength(1)

    await file(`all/${name}`, WIDER)
    const dry = await go('policy', 'push', '--dir', 'all', '--dry-run')
    expect(dry).toMatchObject({ code: 0 })
    expect(dry.stdout).toContain('widens  read_stream')
    for (const option of ['--fail-on-change', '--fail-on-widening'])
      expect(await go('policy', 'push', '--dir', 'all', option)).toMatchObject({ code: 1 })
    expect(await listVersions(world.owner, world.policyId)).toHaveLength(1)

    const pushed = await go('policy', 'push', '--dir', 'all', '--comment', 'from the repository')
    expect(pushed).toMatchObject({ code: 0, stderr: '' })
    expect(pushed.stdout).toContain('is version 2 of')
    expect(await inForce()).toMatchObject({ number: 2, source: WIDER, comment: 'from the repository' })

    // A text with comments is a file of another kind: the one that is left over is named.
    const commented = await go('policy', 'pull', '--dir', 'all')
    expect(commented.stderr).toContain(`all/${name} is of no policy any more. Delete it.`)
  }, 120_000)

  it('leaves a plain file its name, however often it goes up and comes back', async () => {
    const names = async () => Object.keys(JSON.parse(await read('plain/portcullis.json')).policies)
    await go('policy', 'pull', '--dir', 'plain')
    const [name = ''] = await names()
    expect(name).toMatch(/\.json$/)
    await file(`plain/${name}`, '{ "version": "1", "default": "deny" }\n')
    expect(await go('policy', 'push', '--dir', 'plain')).toMatchObject({ code: 0 })
    expect(await go('policy', 'pull', '--dir', 'plain')).toMatchObject({
      code: 0,
      stderr: 'Wrote 1 file to plain.\n',
    })
    expect(await names()).toEqual([name])
  }, 120_000)

  it('publishes nothing of several files where one of them is wrong, and names the place', async () => {
    const good = await file('good.json', WIDER)
    await file('wrong.json', '{\n  "version": "1",\n  "default": "perhaps"\n}\n')
    await file('portcullis.json', { policies: { 'good.json': world.policyId, 'wrong.json': world.policyId } })
    const refused = await go('policy', 'push', '--dir', '.')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('wrong.json:3:')
    expect(await inForce()).toMatchObject({ number: 1 })
    expect(await go('policy', 'push', good, '--policy', world.policyId, '--base', '7')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('was not published'),
    })
    expect(await inForce()).toMatchObject({ number: 1 })
  }, 120_000)

  it('writes one policy to standard output, and reads no file outside of its folder', async () => {
    const one = await go('policy', 'pull', world.policyId)
    expect(one).toEqual({ code: 0, stderr: '', stdout: (await inForce())?.source })
    await file('portcullis.json', { policies: { '../elsewhere.json': world.policyId } })
    expect(await go('policy', 'push', '--dir', '.')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('outside of'),
    })
  }, 120_000)

  it('says what is missing: the address, the key, an answer, a policy', async () => {
    const without = (name: string) => ({ ...env, [name]: '' })
    const pull = ['policy', 'pull', world.policyId]
    expect((await runThere(pull, '', without('PORTCULLIS_URL'))).stderr).toContain('PORTCULLIS_URL')
    expect((await runThere(pull, '', without('PORTCULLIS_API_KEY'))).stderr).toContain('PORTCULLIS_API_KEY')
    const closed = { ...env, PORTCULLIS_URL: 'http://127.0.0.1:1' }
    expect(await runThere(pull, '', closed)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('http://127.0.0.1:1 could not be reached'),
    })
    const other = await newWorld(instance, upstream.url)
    expect(await go('policy', 'pull', other.policyId)).toMatchObject({ code: 1, stdout: '' })
    expect(await runThere(pull, '', { ...env, PORTCULLIS_API_KEY: 'pck_wrong' })).toMatchObject({ code: 1 })
  }, 120_000)
})

describe('policy simulate and propose', () => {
  it('runs a file over the calls on record, and fails where none may come out otherwise', async () => {
    await instance.sql(
      `UPDATE call SET decision = 'deny', outcome = 'refused', rule = '/default' WHERE id = $1`,
      [world.callId],
    )
    const wider = await file('wider.json', WIDER)
    const found = await go(
      'policy',
      'simulate',
      wider,
      '--policy',
      world.policyId,
      '--json',
      '--fail-on-change',
    )
    const answer = JSON.parse(found.stdout)
    expect(answer).toMatchObject({ total: expect.any(Number), isCut: false })
    expect(found.code).toBe(answer.changed > 0 ? 1 : 0)
    const live = await file('live.json', (await inForce())?.source ?? '')
    expect(
      await go('policy', 'simulate', live, '--policy', world.policyId, '--since', '2026-01-01'),
    ).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 calls of '),
    })
    expect(await go('policy', 'simulate', live, '--policy', world.policyId, '--since', 'then')).toMatchObject(
      {
        code: 2,
      },
    )
  }, 120_000)

  it('proposes a file as a draft for a person, and publishes nothing', async () => {
    const wider = await file('proposed.json', WIDER)
    const proposed = await go(
      'policy',
      'propose',
      wider,
      '--policy',
      world.policyId,
      '--reason',
      'The job needs it',
    )
    expect(proposed).toMatchObject({ code: 0, stderr: '' })
    const [made] = await listProposals(world.owner)
    expect(made).toMatchObject({ state: 'open', source: WIDER, key: 'pipeline', reason: 'The job needs it' })
    expect(proposed.stdout).toContain(`proposal=${made?.id}`)
    expect(await inForce()).toMatchObject({ number: 1 })
  }, 60_000)
})
