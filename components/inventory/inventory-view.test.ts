import { describe, expect, it } from 'vitest'
import { inventoryUrl, ruleHref, ruleWords, type WayView } from './inventory-view.ts'

const LINE = { serverId: 'srv_1', name: 'pay all' }
const way = (rule: string, isBaseline = false): WayView => ({
  effect: 'deny',
  rule,
  mayPass: false,
  isBaseline,
  policy: { id: 'pol_1', name: 'Support' },
  grants: [],
})

describe('a rule of the inventory', () => {
  it('is in words where it is no place of a document, and leads to where it is written', () => {
    expect(ruleWords(way('(default deny)'))).toBe('not named by the policy')
    expect(ruleWords(way('(baseline)/tools/pay/deny_if/0'))).toBe('/tools/pay/deny_if/0')
    expect(ruleWords({ effect: 'allow', rule: '' })).toBe('every call passes')
    expect(ruleHref(LINE, way('/tools/pay all/deny_if/0'))).toBe(
      '/servers/srv_1/policy?policy=pol_1&tool=pay+all&rule=%2Ftools%2Fpay+all%2Fdeny_if%2F0',
    )
    expect(ruleHref(LINE, way('(baseline)/hide', true))).toBe('/inventory/baseline')
    expect(ruleHref(LINE, way('(definition changed)'))).toBe('/servers/srv_1?tool=pay+all')
    expect(ruleHref(LINE, { ...way('(no policy)'), policy: null })).toBeNull()
  })

  it('keeps only the filters that are set in the address', () => {
    expect(inventoryUrl({})).toBe('/inventory')
    expect(inventoryUrl({ q: 'pay', grant: undefined, cursor: 'c' })).toBe('/inventory?q=pay&cursor=c')
  })
})
