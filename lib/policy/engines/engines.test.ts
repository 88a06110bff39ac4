import { describe, expect, test, vi } from 'vitest'
import { parsePolicyText } from '../read/parse-text.ts'
import { engines as atOnce } from './at-once.ts'
import { enginesFor, enginesMissing } from './needs.ts'

const REGEX_RULE = {
  version: '1',
  default: 'deny',
  tools: { send: { deny_if: [{ conditions: [{ path: 'args.to', op: 'regex', value: '^a' }] }] } },
}

describe('[P1] what a text needs is told before it is read', () => {
  test('JSON without a regular expression needs nothing', () => {
    expect(enginesFor('{ "version": "1", "default": "deny" }')).toEqual([])
  })
  test('YAML needs its reader', () => {
    expect(enginesFor('version: "1"\ndefault: deny\n')).toEqual(['yaml'])
  })
  test('a regular expression needs RE2, however its key is written', () => {
    const text = JSON.stringify(REGEX_RULE)
    expect(enginesFor(text)).toEqual(['regex'])
    expect(enginesFor(text.replace('regex', 'r\\u0065gex'))).toEqual(['regex'])
    expect(enginesFor('x-note: {op: regex}')).toEqual(['yaml', 'regex'])
  })
})

describe('in Node', () => {
  test('everything is there at once', () => {
    expect(atOnce.isLoaded('yaml') && atOnce.isLoaded('regex')).toBe(true)
    expect(enginesMissing(['a: 1', JSON.stringify(REGEX_RULE)])).toEqual([])
    expect(parsePolicyText(JSON.stringify(REGEX_RULE)).ok).toBe(true)
  })
})

describe('in a browser', () => {
  /** Another copy of the modules, as a browser has them. */
  async function inBrowser() {
    vi.resetModules()
    vi.doMock('#lib/policy/engines/chosen.ts', () => import('./on-need.ts'))
    return {
      ...(await import('./needs.ts')),
      ...(await import('../read/parse-text.ts')),
    }
  }

  test('what reads a text is missing until it was loaded, and no text is read without', async () => {
    const { enginesMissing, loadEngines, parsePolicyText } = await inBrowser()
    const yaml = 'version: "1"\ndefault: deny\n'
    const regex = JSON.stringify(REGEX_RULE)
    expect(enginesMissing([yaml, regex])).toEqual(['yaml', 'regex'])
    expect(() => parsePolicyText(yaml, 'yaml')).toThrow(/YAML has not been loaded/)
    expect(() => parsePolicyText(regex)).toThrow(/regular expressions has not been loaded/)

    await loadEngines(['yaml'])
    expect(enginesMissing([yaml, regex])).toEqual(['regex'])
    expect(parsePolicyText(yaml, 'yaml').ok).toBe(true)
    expect(() => parsePolicyText(regex)).toThrow(/regular expressions/)

    await loadEngines()
    expect(enginesMissing([yaml, regex])).toEqual([])
    expect(parsePolicyText(regex).ok).toBe(true)
  })

  test('a text without either is read at once', async () => {
    const { enginesMissing, parsePolicyText } = await inBrowser()
    const text = '{\n  "version": "1",\n  "default": "deny"\n}\n'
    expect(enginesMissing([text])).toEqual([])
    expect(parsePolicyText(text).ok).toBe(true)
  })
})
