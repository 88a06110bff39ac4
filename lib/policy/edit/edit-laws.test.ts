// The laws of the editor: whatever people write around their rules, a command changes what it is about
// and nothing else, undoing it gives back the very same bytes, and what was refused stays refused.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits, type Command, edit, type TextEdit } from '../index.ts'
import { type Edited, edits } from '../testing/arbitraries.ts'
import {
  documentAfter,
  editsAreExact,
  globIsCopied,
  keepsValid,
  notesAreKept,
  nothingOpens,
  othersAreUntouched,
  tightens,
  toolsAreWhereAsked,
} from '../testing/edit-laws.ts'
import { runs } from '../testing/runs.ts'

/** Each run is a document, some commands one after the other, and undoing all of them. */
const RUNS = 10_000

describe('[M4][E12][T2][T3][T6][T7] commands on the text', () => {
  it('10,000 runs: exact undo, nothing else touched, lanes as asked, nothing opened', () => {
    const { numRuns, ...seed } = runs(RUNS)
    const seen = { yaml: 0, changed: 0, refused: 0, copied: 0, commands: new Map<Command['type'], number>() }
    fc.assert(
      fc.property(edits, ({ format, text, policy, document, commands, calls }: Edited) => {
        const undo: { text: string; inverse: readonly TextEdit[] }[] = []
        let current = text
        if (format === 'yaml') seen.yaml++
        let before = { policy, document }
        for (const command of commands) {
          const result = edit(current, command, format)
          editsAreExact(current, result)
          othersAreUntouched(current, result.text, command, format)
          undo.push({ text: current, inverse: result.inverse })
          seen.commands.set(command.type, (seen.commands.get(command.type) ?? 0) + 1)
          if (result.text !== current) seen.changed++
          current = result.text
          if (!keepsValid(command)) break
          const after = documentAfter(current, result.label, format)
          if (command.type === 'move') {
            toolsAreWhereAsked(after.policy, command, result)
            notesAreKept(before.document, after.document, command.tools)
          }
          if (tightens(before.policy, command))
            seen.refused += nothingOpens(before.policy, after.policy, calls, result.label)
          if (globIsCopied(before.policy, after.policy, command)) seen.copied++
          before = after
        }
        for (const step of undo.reverse()) current = applyEdits(current, step.inverse)
        if (current !== text) throw new Error('undoing all of them gives another text')
      }),
      { numRuns, ...seed },
    )
    // What the laws were tried on: each of these would be 0 if the world stopped reaching it.
    if (numRuns < RUNS) return
    expect(seen.commands.size).toBe(17)
    expect(seen.yaml).toBeGreaterThan(RUNS / 6)
    expect(seen.changed).toBeGreaterThan(RUNS / 2)
    expect(seen.refused).toBeGreaterThan(RUNS / 2)
    expect(seen.copied).toBeGreaterThan(50)
  }, 300_000)

  it('[T1] makes the same policy whatever the layout and the format', () => {
    fc.assert(
      fc.property(edits, ({ format, text, plain, commands: [command] }) => {
        if (!command || !keepsValid(command)) return
        const one = edit(text, command, format)
        const other = edit(plain, command)
        expect(documentAfter(one.text, one.label, format).policy).toEqual(
          documentAfter(other.text, other.label, 'jsonc').policy,
        )
        expect(one.label).toBe(other.label)
      }),
      runs(2000),
    )
  }, 120_000)
})
