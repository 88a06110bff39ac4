import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { listAuditEvents } from '#lib/audit/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { listMembers, renameOrganisation } from './index.ts'

let instance: Instance

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

describe('an organisation', () => {
  it('lists its own people, and nobody else’s', async () => {
    const owner = await newOwner()
    const viewer = await newColleague(instance, owner, 'viewer')
    await newOwner()
    const seen = await listMembers(viewer)
    expect(seen.map(({ email, role }) => ({ email, role }))).toEqual([
      { email: owner.email, role: 'owner' },
      { email: viewer.email, role: 'viewer' },
    ])
  })

  it('is renamed by an admin, with both names on record', async () => {
    const owner = await newOwner()
    const admin = await newColleague(instance, owner, 'admin')
    await renameOrganisation(admin, '  Gatekeepers ')
    const [row] = await instance.sql('SELECT name FROM organisation WHERE id = $1', [owner.organisation.id])
    expect(row?.name).toBe('Gatekeepers')
    const [event] = (await listAuditEvents(owner, {})).items
    expect(event).toMatchObject({
      action: 'organisation.renamed',
      actor: admin.email,
      detail: { before: { name: owner.organisation.name }, after: { name: 'Gatekeepers' } },
    })
  })

  it('is not renamed by anyone below, nor to a name that says nothing', async () => {
    const owner = await newOwner()
    const manager = await newColleague(instance, owner, 'policy_manager')
    await expect(renameOrganisation(manager, 'x')).rejects.toMatchObject({ code: 'forbidden' })
    for (const name of ['', '  ', 'a\nb', 'x'.repeat(81)])
      await expect(renameOrganisation(owner, name)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})
