import { describe, expect, it } from 'vitest'
import { parseBaselineText, refusesNothing } from '#lib/policy/index.ts'
import { EMPTY, STARTERS } from './baseline-view.ts'

describe('[S1] what people begin a baseline with', () => {
  it.each(STARTERS)('$title is a baseline, and refuses something', ({ text }) => {
    const parsed = parseBaselineText(text)
    expect(parsed.ok && refusesNothing(parsed.value.policy)).toBe(false)
    expect(parsed.ok).toBe(true)
  })

  it('refuses nothing where nothing was chosen', () => {
    const parsed = parseBaselineText(EMPTY)
    expect(parsed.ok && refusesNothing(parsed.value.policy)).toBe(true)
  })
})
