import { describe, expect, it } from 'vitest'
import type { Comparison } from '#lib/policy/index.ts'
import { judge } from './judge.ts'

describe('trying a comparison', () => {
  it('[C3] answers as the gateway would, unknown included', () => {
    const regex = { path: 'args.id', op: 'regex', value: '^conn_' } as const
    expect(judge(regex, 'conn_1')).toBe('true')
    expect(judge(regex, 'x')).toBe('false')
    const within = { path: 'args.deep[0].path', op: 'within', value: '/srv' } as const
    expect(judge(within, '/srv/a')).toBe('true')
    expect(judge(within, '/srv/../etc')).toBe('unknown')
    const host: Comparison = { path: 'args.url', op: 'host_in', value: ['*.example.com'] }
    expect(judge(host, 'https://a.example.com/x')).toBe('true')
    expect(judge(host, 'https://example.com/x')).toBe('false')
    expect(judge(host, 'no url')).toBe('unknown')
  })

  it('has nothing to say of a fact that is no argument', () => {
    expect(judge({ path: 'client.name', op: 'regex', value: 'x' }, 'x')).toBeNull()
  })
})
