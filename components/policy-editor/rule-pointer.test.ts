import { describe, expect, it } from 'vitest'
import { entryOfPointer, fieldOfPointer, pointerTo } from './rule-pointer.ts'

describe('entryOfPointer', () => {
  it('finds the entry a rule belongs to, whatever its name holds', () => {
    expect(entryOfPointer('/tools/create_charge/deny_if/0')).toBe('create_charge')
    expect(entryOfPointer(pointerTo('tools', 'a/b~c', 'limits', 0))).toBe('a/b~c')
    expect(fieldOfPointer('/tools/send/limits/0/max')).toBe('limits')
  })

  it('finds none in a sentinel or a rule of all tools', () => {
    for (const pointer of ['(hidden)', '(default deny)', '/all_tools/limits/calls', '/default', '']) {
      expect(entryOfPointer(pointer)).toBeNull()
      expect(fieldOfPointer(pointer)).toBeNull()
    }
  })
})
