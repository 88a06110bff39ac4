import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { listQuotas } from '#lib/organisation/index.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { run } from './testing/run.ts'

let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

describe('the command line about organisations', () => {
  it('lists them, sets a bound of one and takes it back', async () => {
    const owner = await newOwner()
    const { id, name } = owner.organisation
    const listed = await run(['organisation', 'list', '--json'])
    expect(listed.code).toBe(0)
    expect(JSON.parse(listed.stdout.trim())).toEqual({ id, name, members: 1, owners: [owner.email] })
    const servers = async () => (await listQuotas(owner)).find(({ resource }) => resource === 'servers')

    const set = await run(['organisation', 'quota', id, 'servers=7', 'grants=9'])
    expect(set).toMatchObject({ code: 0, stderr: '' })
    expect(set.stdout).toContain('servers: 0 of 7 servers, set for it')
    expect(await servers()).toMatchObject({ most: 7, isOwn: true })
    await run(['organisation', 'quota', id, 'servers=default'])
    expect(await servers()).toMatchObject({ most: 1000, isOwn: false })
  }, 120_000)

  it('changes nothing where a word is no bound, or nobody has the id', async () => {
    const { organisation } = await newOwner()
    for (const word of ['servers', 'servers=-1', 'servers=x', 'server=1', 'servers=99999999999'])
      expect(await run(['organisation', 'quota', organisation.id, 'grants=1', word])).toMatchObject({
        code: 2,
      })
    expect(await run(['organisation', 'quota', '000000000000', 'servers=1'])).toMatchObject({ code: 1 })
    expect(await instance.sql('SELECT 1 FROM quota WHERE organisation_id = $1', [organisation.id])).toEqual(
      [],
    )
  }, 120_000)
})
