// The law of the editor: whatever people write around their rules, a command changes what it is about
// and nothing else, and undoing it gives back the very same bytes.
import fc from 'fast-check'
import { createScanner } from 'jsonc-parser'
import { describe, expect, it } from 'vitest'
import { applyEdits, type Command, edit, LANES, parsePolicyText } from './index.ts'
import { propertiesOf, readSource, type SourceNode } from './source.ts'
import { toolName, validDocument } from './testing/arbitraries.ts'
import { runs } from './testing/runs.ts'

const trivia = fc.constantFrom(
  '',
  '',
  '',
  ' ',
  '\n',
  '\n  ',
  '\r\n\t',
  ' /* a */',
  '\n// b\n',
  ' // c\n',
  '/*"d":{}*/ ',
  '\n\n',
)

// The library declares its tokens as a `const enum`, which isolated modules cannot read.
const END = 17
const LINE_COMMENT = 12
const BLOCK_COMMENT = 13

/** The document with white space and comments of all kinds after every `step`th token. */
function decorate(text: string, around: readonly string[], step: number): string {
  const scanner = createScanner(text)
  let result = ''
  for (let index = 0; Number(scanner.scan()) !== END; index++) {
    result += text.slice(scanner.getTokenOffset(), scanner.getPosition())
    if (index % step === 0) result += around[index % around.length] ?? ''
  }
  return result
}

const written = fc
  .tuple(validDocument, fc.array(trivia, { minLength: 40, maxLength: 80 }), fc.constantFrom(1, 5))
  .map(([{ text }, around, step]) => decorate(text, around, step))

const command: fc.Arbitrary<{ command: Command; touches: readonly string[] }> = fc.oneof(
  fc
    .tuple(fc.uniqueArray(toolName, { minLength: 1, maxLength: 4 }), fc.constantFrom(...LANES))
    .map(([tools, to]) => ({ command: { type: 'move', tools, to } as const, touches: tools })),
  toolName.map((tool) => ({
    command: { type: 'add-limit', tool, max: 5, window: 'day' } as const,
    touches: [tool],
  })),
  toolName.map((tool) => ({ command: { type: 'set-strict', tool, value: true } as const, touches: [tool] })),
  toolName.map((tool) => ({ command: { type: 'remove-entry', tool } as const, touches: [tool] })),
  fc.constant({ command: { type: 'set-default', value: 'allow' }, touches: [] }),
)

/** The text of each member that the command is not about, and every comment outside of those it is about. */
function untouched(
  text: string,
  touches: readonly string[],
  ownDefault: boolean,
): { members: Map<string, string>; comments: string } {
  const source = readSource(text, 'jsonc')
  if (!source.ok) throw new Error(source.issues[0].message)
  const members = new Map<string, string>()
  const about: SourceNode[] = []
  for (const { key, node, valueNode } of propertiesOf(source.value)) {
    const slice = text.slice(node.offset, node.offset + node.length)
    if (key === 'hide' || (key === 'default' && ownDefault)) about.push(node)
    else if (key !== 'tools' || !valueNode) members.set(key, slice)
    else
      for (const entry of propertiesOf(valueNode))
        if (touches.includes(entry.key)) about.push(entry.node)
        else
          members.set(
            `tools ${entry.key}`,
            text.slice(entry.node.offset, entry.node.offset + entry.node.length),
          )
  }
  return { members, comments: commentsOutside(text, about) }
}

function commentsOutside(text: string, about: readonly SourceNode[]): string {
  const scanner = createScanner(text)
  const comments: string[] = []
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    const at = scanner.getTokenOffset()
    const inside = about.some((node) => at >= node.offset && at < node.offset + node.length)
    if ((token === LINE_COMMENT || token === BLOCK_COMMENT) && !inside)
      comments.push(text.slice(at, scanner.getPosition()).trimEnd())
  }
  return comments.join('|')
}

describe('[D2] a command and the text', () => {
  it('leaves every member that it is not about as it is, byte for byte, and every comment around them', () => {
    let changed = 0
    fc.assert(
      fc.property(written, command, (text, { command, touches }) => {
        const result = edit(text, command)
        const before = untouched(text, touches, command.type === 'set-default')
        const after = untouched(result.text, touches, command.type === 'set-default')
        expect(after.members).toEqual(before.members)
        expect(after.comments).toBe(before.comments)
        if (result.text !== text) changed++
      }),
      runs(300),
    )
    expect(changed).toBeGreaterThan(100)
  }, 120_000)

  it('is undone exactly, also many of them one after the other', () => {
    fc.assert(
      fc.property(written, fc.array(command, { minLength: 1, maxLength: 6 }), (text, commands) => {
        const undo: { text: string; inverse: ReturnType<typeof edit>['inverse'] }[] = []
        let current = text
        for (const { command } of commands) {
          const result = edit(current, command)
          expect(applyEdits(current, result.edits)).toBe(result.text)
          expect(inOrder(result.edits)).toBe(true)
          undo.push({ text: current, inverse: result.inverse })
          current = result.text
          const parsed = parsePolicyText(current)
          expect(parsed.ok ? '' : parsed.issues[0].message).toBe('')
        }
        for (const step of undo.reverse()) {
          current = applyEdits(current, step.inverse)
          expect(current).toBe(step.text)
        }
      }),
      runs(200),
    )
  }, 120_000)

  it('[D1] makes the same policy whatever the layout', () => {
    fc.assert(
      fc.property(
        validDocument,
        fc.array(trivia, { minLength: 40, maxLength: 80 }),
        command,
        ({ text }, around, { command }) => {
          const plain = parsePolicyText(edit(text, command).text)
          const decorated = parsePolicyText(edit(decorate(text, around, 1), command).text)
          expect(decorated.ok && decorated.value.policy).toEqual(plain.ok && plain.value.policy)
        },
      ),
      runs(150),
    )
  }, 120_000)
})

function inOrder(edits: readonly { offset: number; length: number }[]): boolean {
  return edits.every((edit, index) => {
    const before = edits[index - 1]
    return !before || edit.offset > before.offset + before.length
  })
}
