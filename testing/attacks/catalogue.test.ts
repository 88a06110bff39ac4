// Every id of sections A, B, C, D, H, I and L that a release hangs on has a case, here or where it is named.
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ANSWERS } from './cases/answers.ts'
import { GRANTS } from './cases/grants.ts'
import { PARSING } from './cases/parsing.ts'
import { PROTOCOL } from './cases/protocol.ts'
import { TRANSPORT } from './cases/transport.ts'
import { WIRE } from './cases/wire.ts'
import { ELSEWHERE } from './elsewhere.ts'

const MUST_HAVE: Readonly<Record<string, readonly number[]>> = {
  A: [1, 2, 3, 4, 5, 6, 7, 8, 11, 13],
  B: [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 18, 20, 23],
  C: [1, 2, 4, 5, 6, 7, 8],
  D: [1, 2, 3, 5, 7, 9, 11, 13],
  H: [1, 2, 3, 6, 7],
  I: [1, 2, 3, 4, 6, 7, 8],
  L: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
}
const IDS = Object.entries(MUST_HAVE).flatMap(([section, numbers]) =>
  numbers.map((each) => `${section}${each}`),
)
const plays = readFileSync(new URL('./plays.test.ts', import.meta.url), 'utf8')
const here = new Set([
  ...[...PARSING, ...PROTOCOL, ...TRANSPORT, ...WIRE, ...GRANTS, ...ANSWERS].map((each) => each.id),
  ...[...plays.matchAll(/^\s*it\(\s*'([A-Z]\d+): /gm)].flatMap(([, id]) => id ?? []),
])

describe('the catalogue', () => {
  it.each(IDS)('%s has a case', (id) => {
    expect(here.has(id) || (ELSEWHERE[id] ?? []).length > 0).toBe(true)
  })

  it.each(
    Object.entries(ELSEWHERE).flatMap(([id, places]) =>
      places.map(({ file, title }) => [id, title, file] as const),
    ),
  )('%s is tested by “%s” in %s', (_, title, file) => {
    const path = new URL(`../../${file}`, import.meta.url)
    expect(existsSync(path)).toBe(true)
    const source = readFileSync(path, 'utf8').replaceAll("\\'", "'")
    expect(source.match(new RegExp(`['"\`]${escaped(title)}`))).not.toBeNull()
    // A test that is skipped proves nothing.
    expect(source).not.toMatch(new RegExp(`\\.(skip|todo)\\(\\s*['"\`]${escaped(title)}`))
  })
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
