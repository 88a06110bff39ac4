import { describe, expect, it } from 'vitest'
import { changesSentence, draggingSentence, movedSentence, selectedSentence } from './words.ts'

describe('the sentences of the live region', () => {
  it('name the tool, where it was and where it is', () => {
    expect(movedSentence(['create_charge'], 'allow', 'deny')).toBe('create_charge moved from Allow to Deny.')
    expect(changesSentence(3)).toBe('3 unsaved changes.')
    expect(changesSentence(1)).toBe('1 unsaved change.')
  })

  it('count where there are many', () => {
    const many = Array.from({ length: 1300 }, (_, index) => `tool_${index}`)
    expect(movedSentence(many, null, 'limit')).toBe('1,300 tools moved to Limit. Undo with Control Z.')
    expect(selectedSentence(12)).toBe('12 tools selected.')
    expect(draggingSentence(3, 'deny')).toBe('Dragging 3 tools. Over Deny.')
    expect(draggingSentence(1, null)).toBe('Dragging 1 tool.')
  })
})
