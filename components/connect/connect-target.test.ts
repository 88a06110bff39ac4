import { describe, expect, it } from 'vitest'
import { aggregateUrl, gatewayUrl, tokenUrl } from '#lib/urls.ts'
import { withAllServers, withToken } from './connect-target.ts'

const target = (slug: string) => ({
  id: `srv_${slug}`,
  name: slug,
  slug,
  protocol: null,
  gatewayUrl: gatewayUrl('https://gate.example', `srv_${slug}`),
})

describe('what a client can be pointed at', () => {
  it('is all servers of a grant first, where there are several', () => {
    const shown = withAllServers([target('a'), target('b')])
    expect(shown.map(({ id }) => id)).toEqual(['all', 'srv_a', 'srv_b'])
    expect(shown[0]).toMatchObject({ gatewayUrl: aggregateUrl('https://gate.example'), slug: 'portcullis' })
    expect(withAllServers([target('a')])).toEqual([target('a')])
    expect(withAllServers([])).toEqual([])
  })

  it('has the token in its URL as the gateway reads it', () => {
    const [all] = withAllServers([target('a'), target('b')])
    expect(withToken(all?.gatewayUrl ?? '', 'pcg_x')).toBe('https://gate.example/mcp/t/pcg_x/')
    const own = target('a').gatewayUrl
    expect(withToken(own, 'pcg_x')).toBe(tokenUrl('https://gate.example', 'pcg_x', 'srv_a'))
  })
})
