import { describe, expect, it } from 'vitest'
import { redirectWords } from './redirect-words.ts'

describe('where an answer goes', () => {
  it.each([
    ['http://127.0.0.1:3334', 'A program on this computer (127.0.0.1:3334)'],
    ['http://localhost', 'A program on this computer (localhost)'],
    ['http://[::1]:8080', 'A program on this computer ([::1]:8080)'],
    ['https://claude.ai', 'claude.ai'],
    ['cursor:', 'The app that opens cursor: links'],
  ])('%s is %s', (place, words) => {
    expect(redirectWords(place)).toBe(words)
  })

  it('takes no host for the own computer that only begins like it', () => {
    expect(redirectWords('http://localhost.evil.example')).not.toContain('this computer')
  })
})
