// The law of the editor on YAML: a command does to a YAML text what it does to the same document in JSON,
// changes nothing beside it, and is undone to the same bytes.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Lexer } from 'yaml'
import { canonicalJson, fromPlain, type Json, parseJson } from '#lib/json/index.ts'
import { applyEdits, type Command, edit, LANES, METHOD_GROUPS, readDocument } from '../index.ts'
import { propertiesOf } from '../source/source.ts'
import type { SourceNode } from '../source/source-node.ts'
import { approvalValue, limitValue, ruleValue, toolName, validDocument } from '../testing/arbitraries.ts'
import { runs } from '../testing/runs.ts'
import { yamlChoices, yamlText } from '../testing/yaml-text.ts'

const list = fc.constantFrom('require' as const, 'deny_if' as const)
const index = fc.nat({ max: 2 })

/** Every command, on what random documents hold; `touches` names the tools that it is about, null for other members. */
const command: fc.Arbitrary<{ command: Command; touches: readonly string[] | null }> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.uniqueArray(toolName, { minLength: 1, maxLength: 4 }), fc.constantFrom(...LANES))
      .map(([tools, to]) => ({ command: { type: 'move', tools, to } as const, touches: tools })),
  },
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        toolName,
        fc.oneof(
          fc.constant({ type: 'add-limit', max: 5, window: 'day' } as const),
          index.map(
            (at) => ({ type: 'set-limit', index: at, max: 9, window: '15m', on_deny: null }) as const,
          ),
          index.map((at) => ({ type: 'set-limit', index: at, on_deny: 'Later: "soon", # 1\n' }) as const),
          index.map((at) => ({ type: 'remove-limit', index: at }) as const),
          fc.record({ type: fc.constant('add-rule' as const), list, rule: ruleValue }),
          fc.record({ type: fc.constant('set-rule' as const), list, index, rule: ruleValue }),
          fc.record({ type: fc.constant('remove-rule' as const), list, index }),
          fc.record({ type: fc.constant('set-approval' as const), approval: fc.option(approvalValue) }),
          fc
            .constantFrom('', 'No.', 'yes', '12:30', '- a', "it's")
            .map((reason) => ({ type: 'set-reason', reason }) as const),
          fc.boolean().map((value) => ({ type: 'set-strict', value }) as const),
          fc.constant({ type: 'remove-entry' } as const),
        ),
      )
      .map(([tool, rest]) => ({ command: { ...rest, tool } as Command, touches: [tool] })),
  },
  {
    weight: 4,
    arbitrary: fc
      .oneof<fc.Arbitrary<Command>[]>(
        fc.constantFrom('allow' as const, 'deny' as const).map((value) => ({ type: 'set-default', value })),
        fc
          .tuple(fc.constantFrom(...METHOD_GROUPS), fc.constantFrom('allow' as const, 'deny' as const, null))
          .map(([group, value]) => ({ type: 'set-method', group, value })),
        fc
          .tuple(
            fc.constantFrom(
              '/x-owner',
              '/x-new',
              '/hide/-',
              '/hide/0',
              '/all_tools/limits',
              '/all_tools',
              '/tools',
              '/methods',
            ),
            fc.oneof(
              limitValue,
              fc.constantFrom<Json>('', 'get_a', 7, null, true, [], fromPlain({ a: [{}, [1, [2]]] })),
            ),
          )
          .map(([pointer, value]) => ({ type: 'set', pointer, value })),
        fc
          .constantFrom(
            '/x-owner',
            '/hide',
            '/hide/0',
            '/hide/1',
            '/all_tools',
            '/all_tools/require',
            '/tools',
            '/methods',
          )
          .map((pointer) => ({ type: 'remove', pointer })),
        fc
          .tuple(
            fc.constantFrom('/x-owner', '/hide', '/tools', '/tools/read'),
            fc.constantFrom('x-b', 'yes', 'a: b', '*'),
          )
          .map(([pointer, to]) => ({ type: 'rename-key', pointer, to })),
      )
      .map((made) => ({ command: made, touches: null })),
  },
)

const written = fc
  .tuple(validDocument, yamlChoices)
  .map(([{ text }, choices]) => ({ json: text, yaml: yamlText(parseJson(text), choices) }))

function sayingOf(text: string, format: 'jsonc' | 'yaml'): string {
  const source = readDocument(text, format)
  return source.ok ? canonicalJson(source.value.document) : source.issues[0].message
}

describe('[T2] a command and a YAML text', () => {
  it('does what it does to the same document in JSON, and is undone exactly', () => {
    let changed = 0
    fc.assert(
      fc.property(written, fc.array(command, { minLength: 1, maxLength: 5 }), ({ json, yaml }, commands) => {
        const undo: { text: string; inverse: ReturnType<typeof edit>['inverse'] }[] = []
        let [inJson, inYaml] = [json, yaml]
        expect(sayingOf(inYaml, 'yaml')).toBe(sayingOf(inJson, 'jsonc'))
        for (const { command: each } of commands) {
          const result = edit(inYaml, each, 'yaml')
          const wanted = edit(inJson, each)
          undo.push({ text: inYaml, inverse: result.inverse })
          expect(result.label).toBe(wanted.label)
          expect(result.unmoved).toEqual(wanted.unmoved)
          expect(applyEdits(inYaml, result.edits)).toBe(result.text)
          expect(sayingOf(result.text, 'yaml')).toBe(sayingOf(wanted.text, 'jsonc'))
          if (result.text !== inYaml) changed++
          inYaml = result.text
          inJson = wanted.text
        }
        for (const step of undo.reverse()) {
          inYaml = applyEdits(inYaml, step.inverse)
          expect(inYaml).toBe(step.text)
        }
      }),
      runs(500),
    )
    expect(changed).toBeGreaterThan(300)
  }, 300_000)

  it('leaves every member that it is not about as it is, byte for byte, and every comment around them', () => {
    let changed = 0
    fc.assert(
      fc.property(written, command, ({ yaml }, { command: each, touches }) => {
        fc.pre(touches !== null)
        const result = edit(yaml, each, 'yaml')
        const before = untouched(yaml, touches ?? [])
        const after = untouched(result.text, touches ?? [])
        expect(after.members).toEqual(before.members)
        const comments = commentsOutside(result.text, [])
        expect(comments.filter((comment) => before.comments.includes(comment))).toEqual(before.comments)
        if (result.text !== yaml) changed++
      }),
      runs(500),
    )
    expect(changed).toBeGreaterThan(100)
  }, 300_000)
})

/** The text of each member that the command is not about, and every comment outside of those it is about. */
function untouched(
  text: string,
  touches: readonly string[],
): { members: Map<string, string>; comments: string[] } {
  const source = readDocument(text, 'yaml')
  if (!source.ok) throw new Error(source.issues[0].message)
  const members = new Map<string, string>()
  const about: SourceNode[] = []
  const textOf = (node: SourceNode): string => text.slice(node.offset, node.offset + node.length)
  for (const { key, node, valueNode } of propertiesOf(source.value.root)) {
    if (key === 'hide' || (key === 'tools' && valueNode?.children?.length === 0)) about.push(node)
    else if (key !== 'tools' || !valueNode) members.set(key, textOf(node))
    else
      for (const entry of propertiesOf(valueNode))
        if (touches.includes(entry.key)) about.push(entry.node)
        else members.set(`tools ${entry.key}`, textOf(entry.node))
  }
  return { members, comments: commentsOutside(text, about) }
}

function commentsOutside(text: string, about: readonly SourceNode[]): string[] {
  const comments: string[] = []
  let at = 0
  let isText = false
  for (const lexeme of new Lexer().lex(text)) {
    const isMark = !isText && (lexeme === '\u0002' || lexeme === '\u001f' || lexeme === '\u0018')
    const inside = about.some((node) => at >= node.offset && at < node.offset + node.length)
    if (!isText && lexeme.startsWith('#') && !inside) comments.push(lexeme)
    isText = lexeme === '\u001f'
    if (!isMark) at += lexeme.length
  }
  return comments
}
