import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createApiKey } from '#lib/accounts/index.ts'
import { pool } from '#lib/data/client.ts'
import { findSealState, sealAudit } from '#lib/data/seals/index.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { run } from './testing/run.ts'

let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

describe('audit verify', () => {
  it('[K2] says that all is as it was sealed, then names the first entry that is not, and exits with 1', async () => {
    const owner = await newOwner()
    const other = await newOwner()
    const { id } = await createApiKey(owner, 'x')
    await sealAudit(pool())
    const { root } = await findSealState(pool(), owner.organisation.id)
    const whole = await run(['audit', 'verify'])
    expect(whole).toMatchObject({ code: 0, stderr: '' })
    expect(whole.stdout).toContain('All 2 sealed entries are as they were sealed.')
    expect(whole.stdout).toContain(root)
    expect(await run(['audit', 'verify', '--root', root ?? ''])).toMatchObject({ code: 0 })

    const cut = await run(['audit', 'verify', '--root', 'f'.repeat(64)])
    expect(cut.code).toBe(1)
    expect(cut.stderr).toContain('No record has this root')

    await instance.sql(`ALTER TABLE audit_event DISABLE TRIGGER USER`)
    await instance.sql(`UPDATE audit_event SET detail = '{}' WHERE target = $1`, [id])
    const altered = await run(['audit', 'verify', '--json'])
    expect(altered.code).toBe(1)
    const lines = altered.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.find(({ organisationId }) => organisationId === owner.organisation.id)).toMatchObject({
      problem: { kind: 'altered', sequence: 2 },
    })
    expect(await run(['audit', 'verify', '--organisation', other.organisation.id])).toMatchObject({ code: 0 })
  }, 120_000)

  it('checks nothing for a root that is none, or an organisation that is not there', async () => {
    expect(await run(['audit', 'verify', '--root', 'abc'])).toMatchObject({ code: 2, stdout: '' })
    expect(await run(['audit', 'verify', '--organisation', 'nobody'])).toMatchObject({ code: 1, stdout: '' })
  }, 60_000)
})

describe('audit purge', () => {
  it('wants to know how old, and never less than a month', async () => {
    for (const args of [[], ['--older-than', '29'], ['--older-than', 'x']])
      expect(await run(['audit', 'purge', ...args])).toMatchObject({ code: 2 })
    const none = await run(['audit', 'purge', '--older-than', '400'])
    expect(none).toMatchObject({ code: 0 })
    expect(none.stdout).toContain('Nothing was deleted')
  }, 60_000)
})
