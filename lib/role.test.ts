import { describe, expect, it } from 'vitest'
import type { Member, Organisation } from '#lib/data/model.ts'
import { PERMISSIONS, ROLES } from '#lib/roles/index.ts'
import { hasRole, may, obstacle, requireNeeded, requirePermission } from './role.ts'

const member = (more: Partial<Member> = {}): Member => ({
  organisation: { id: 'o', name: 'O' } as Organisation,
  userId: 'u',
  email: 'u@example.com',
  role: 'admin',
  via: 'user',
  ...more,
})
const refusal = (run: () => void) => {
  try {
    run()
  } catch (error) {
    return error
  }
  return null
}

describe('what a member may do', () => {
  it('is refused with a sentence that names the deed, the roles that may, and one’s own', () => {
    expect(refusal(() => requirePermission(member({ role: 'approver' }), 'policies.write'))).toMatchObject({
      code: 'forbidden',
      message:
        'Writing and publishing policies takes a policy manager or an admin of the organisation, and you are an approver. Ask someone who is.',
      data: { required: 'policies.write' },
    })
    expect(obstacle(member(), 'policies.write')).toBeNull()
  })

  it('(security L14) is for a key with scopes what its person may and it was given, both', () => {
    const key = member({ via: 'api_key', scopes: ['policies.read', 'organisation.own'] })
    expect(PERMISSIONS.filter((permission) => may(key, permission))).toEqual(['policies.read'])
    expect(refusal(() => requirePermission(key, 'grants.manage'))).toMatchObject({
      message: 'This API key was not given “grants.manage”. Use a key that has it among its scopes.',
    })
  })

  it('[fail closed] is nothing that asks for a role, for a key with scopes', () => {
    for (const role of ROLES) {
      expect(hasRole(member({ role: 'owner', scopes: PERMISSIONS }), role)).toBe(false)
      expect(hasRole(member({ role: 'owner' }), role)).toBe(true)
    }
    expect(refusal(() => requireNeeded(member({ scopes: [] }), 'viewer'))).toMatchObject({
      code: 'forbidden',
    })
    expect(refusal(() => requireNeeded(member(), 'policies.read'))).toBeNull()
  })
})
