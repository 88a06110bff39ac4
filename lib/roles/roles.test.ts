import { describe, expect, it } from 'vitest'
import { mayGive, PERMISSIONS, permissionsOf, ROLES, type Role, roleMay, roleOf, whoMay } from './index.ts'

const lacks = (role: Role) => PERMISSIONS.filter((permission) => !roleMay(role, permission))

describe('the table of permissions', () => {
  it('lets who approves decide and see what is decided, and write no rule', () => {
    for (const permission of ['approvals.read', 'approvals.decide', 'values.read', 'stops.set'] as const)
      expect([permission, roleMay('approver', permission)]).toEqual([permission, true])
    for (const permission of ['policies.write', 'tools.accept', 'grants.manage', 'stops.lift'] as const)
      expect([permission, roleMay('approver', permission)]).toEqual([permission, false])
  })

  it('lets who writes rules publish and see no secret: no value, no waiting call, no token', () => {
    expect(roleMay('policy_manager', 'policies.write')).toBe(true)
    for (const secret of [
      'values.read',
      'approvals.read',
      'approvals.decide',
      'grants.manage',
      'servers.manage',
    ] as const)
      expect([secret, roleMay('policy_manager', secret)]).toEqual([secret, false])
  })

  it('lets viewers read, and nothing else but ask for a change and make a key', () => {
    expect(permissionsOf('viewer').filter((permission) => !permission.endsWith('.read'))).toEqual([
      'policies.propose',
      'keys.create',
    ])
  })

  it('keeps from admins what is an owner’s, and nothing from owners', () => {
    expect(lacks('admin')).toEqual(['organisation.own'])
    expect(lacks('owner')).toEqual([])
  })

  it('gives every role what viewers have, and every permission to an owner', () => {
    for (const role of ROLES)
      expect(permissionsOf(role)).toEqual(expect.arrayContaining([...permissionsOf('viewer')]))
  })

  it('says whom to ask', () => {
    expect(whoMay('policies.write')).toBe('a policy manager or an admin')
    expect(whoMay('organisation.own')).toBe('an owner')
    expect(whoMay('stops.set')).toBe('an approver, a policy manager or an admin')
  })
})

describe('giving a role', () => {
  it('(security L12) takes an admin, and an owner where it is an owner’s', () => {
    const given = ROLES.map((giver) => ROLES.filter((role) => mayGive(giver, role)))
    expect(given).toEqual([
      [],
      [],
      [],
      ['viewer', 'approver', 'policy_manager', 'admin'],
      ['viewer', 'approver', 'policy_manager', 'admin', 'owner'],
    ])
  })

  it('[fail closed] reads an unknown role as the least', () => {
    for (const text of ['', 'Owner', 'root', '__proto__']) expect(roleOf(text)).toBe('viewer')
  })
})
