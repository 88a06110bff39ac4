import { describe, expect, it } from 'vitest'
import { SCOPES, type Scope } from '#lib/policy/index.ts'
import { counterKey } from './counter-key.ts'
import { drawOf } from './testing/call.ts'
import { factsOf } from './testing/facts.ts'

const keyOf = (scope: Scope, facts = factsOf(), session: string | null = 'one'): string =>
  counterKey(facts, drawOf({ scope }), session)

describe('[L3] what a counter is counted for', () => {
  // A row says which other callers share the counter of this scope with the first one.
  const others = {
    'another session': [factsOf(), 'two'],
    'another grant': [factsOf({ grant: 'grt_b' }), 'one'],
    'another user, another grant': [factsOf({ grant: 'grt_b', user: 'usr_b' }), 'one'],
    'another server': [factsOf({ server: 'srv_b' }), 'one'],
    'another organisation': [factsOf({ organisation: 'org_b' }), 'one'],
  } as const
  it.each<[Scope, (keyof typeof others)[]]>([
    ['grant', ['another session']],
    ['session', []],
    ['user', ['another session', 'another grant', 'another server']],
    ['server', ['another session', 'another grant', 'another user, another grant']],
    ['organisation', ['another session', 'another grant', 'another user, another grant', 'another server']],
  ])('%s is shared with %o', (scope, sharers) => {
    const sharing = Object.entries(others).filter(
      ([, [facts, session]]) => keyOf(scope, facts, session) === keyOf(scope),
    )
    expect(sharing.map(([who]) => who)).toEqual(sharers)
  })

  it('session is the grant where the protocol has no session', () => {
    expect(keyOf('session', factsOf(), null)).toBe(keyOf('session', factsOf(), null))
    expect(keyOf('session', factsOf(), null)).not.toBe(keyOf('session', factsOf({ grant: 'grt_b' }), null))
    expect(keyOf('session', factsOf(), null)).not.toBe(keyOf('session', factsOf(), 'one'))
  })
})

describe('[L5] the key of a counter', () => {
  it('differs by scope, name, window and algorithm, and by nothing else of a limit', () => {
    const draw = drawOf({ scope: 'grant' })
    const key = (change: Parameters<typeof drawOf>[0]) => counterKey(factsOf(), { ...draw, ...change }, null)
    const keys = [
      ...SCOPES.map((scope) => key({ scope })),
      ...[key({ counter: 'other' }), key({ window: 'hour' }), key({ window: 3600 })],
      key({ algorithm: 'sliding' }),
    ]
    expect(new Set(keys).size).toBe(keys.length)
    for (const same of [{ max: '9' }, { amount: '5' }, { rule: '/all_tools/limits/rate' }, { onDeny: 'No.' }])
      expect(key(same)).toBe(key({}))
  })

  it('holds neither the token nor the policy version: publishing and rotating reset nothing', () => {
    for (const change of [{ tokenDigest: 'e'.repeat(64) }, { policyVersionId: 'ver_b' }])
      expect(keyOf('grant', { ...factsOf(), ...change })).toBe(keyOf('grant'))
  })
})
