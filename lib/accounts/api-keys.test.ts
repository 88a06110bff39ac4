import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { may } from '#lib/role.ts'
import { PERMISSIONS } from '#lib/roles/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { createApiKey, findMemberByKey, listApiKeys, MAX_KEY_DAYS, revokeApiKey } from './index.ts'

let instance: Instance

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)

describe('[security] an API key', () => {
  it('may what it was given and its person may, both at the time (L14)', async () => {
    const owner = await newOwner()
    const admin = await newColleague(instance, owner, 'admin')
    const { key } = await createApiKey(admin, 'x', {
      scopes: ['policies.write', 'policies.read', 'policies.read'],
    })
    const mayDo = async () => {
      const member = await findMemberByKey(key)
      return PERMISSIONS.filter((permission) => member !== null && may(member, permission))
    }
    expect(await mayDo()).toEqual(['policies.read', 'policies.write'])
    await instance.sql(`UPDATE member SET role = 'viewer' WHERE user_id = $1`, [admin.userId])
    expect(await mayDo()).toEqual(['policies.read'])
  })

  it('opens nothing after its end, which is at most ten years away (L14)', async () => {
    const owner = await newOwner()
    const { id, key } = await createApiKey(owner, 'x', { expiresAt: inDays(1) })
    expect(await findMemberByKey(key)).not.toBeNull()
    await instance.sql('UPDATE api_key SET expires_at = now() WHERE id = $1', [id])
    expect(await findMemberByKey(key)).toBeNull()
    for (const expiresAt of [inDays(-1), inDays(MAX_KEY_DAYS + 1), new Date(Number.NaN)])
      await expect(createApiKey(owner, 'x', { expiresAt })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('is given nothing that its maker may not, and not nothing', async () => {
    const viewer = await newColleague(instance, await newOwner(), 'viewer')
    await expect(
      createApiKey(viewer, 'x', { scopes: ['calls.read', 'policies.write'] }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('policies.write'),
    })
    await expect(createApiKey(viewer, 'x', { scopes: [] })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('makes no other key, by which it would outlive its own end', async () => {
    const { key } = await createApiKey(await newOwner(), 'x')
    const member = await findMemberByKey(key)
    if (!member) throw new Error('the key opens nothing')
    await expect(createApiKey(member, 'y')).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('[fail closed] whose scopes are names of no permission may nothing', async () => {
    const { id, key } = await createApiKey(await newOwner(), 'x')
    await instance.sql(`UPDATE api_key SET scopes = 'everything *' WHERE id = $1`, [id])
    const member = await findMemberByKey(key)
    expect(member?.scopes).toEqual([])
    expect(PERMISSIONS.filter((permission) => member && may(member, permission))).toEqual([])
  })

  it('is seen and revoked by its person and by who manages keys, and found by nobody else', async () => {
    const owner = await newOwner()
    const [viewer, other] = [
      await newColleague(instance, owner, 'viewer'),
      await newColleague(instance, owner, 'viewer'),
    ]
    const mine = await createApiKey(viewer, 'mine', { scopes: ['calls.read'], expiresAt: inDays(30) })
    const theirs = await createApiKey(other, 'theirs')
    expect((await listApiKeys(viewer)).map(({ name }) => name)).toEqual(['mine'])
    expect((await listApiKeys(owner)).map(({ name }) => name)).toEqual(['theirs', 'mine'])
    await expect(revokeApiKey(viewer, theirs.id)).rejects.toMatchObject({ code: 'not-found' })
    await revokeApiKey(viewer, mine.id)
    await revokeApiKey(owner, theirs.id)
    for (const { key } of [mine, theirs]) expect(await findMemberByKey(key)).toBeNull()
  })
})
