import { describe, expect, it } from 'vitest'
import { enqueue, NOTHING, spoken } from './announcements.ts'

describe('the announcement queue', () => {
  it('keeps only the latest sentence about one thing', () => {
    const one = enqueue(NOTHING, 'selection', '1 tool selected.')
    expect(spoken(enqueue(one, 'selection', '2 tools selected.'))).toBe('2 tools selected.')
  })

  it('merges sentences about different things in the order they last spoke', () => {
    const dragged = enqueue(NOTHING, 'drag', 'Dropped.')
    const moved = enqueue(dragged, 'move', 'send moved from Allow to Deny.')
    expect(spoken(moved)).toBe('Dropped. send moved from Allow to Deny.')
  })
})
