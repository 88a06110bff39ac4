// The laws of editing (SPEC, the text): what must hold of every command on every document. Each law
// throws with the words that say which one was broken.
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import type { Command, EditResult } from '../edit/command.ts'
import { compareLanes, governorIn, placementIn } from '../edit/placement.ts'
import { applyEdits } from '../edit/text-edit.ts'
import { compilePolicy } from '../evaluate/compile.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import type { Entry, Policy } from '../policy.ts'
import { type PolicyDocument, parsePolicyText } from '../read/parse-text.ts'
import { propertiesOf, readSource } from '../source/source.ts'
import type { Format } from '../source/source-node.ts'
import { commentsOutside, type Span } from './decorate.ts'
import { type About, aboutOf } from './world-command.ts'

export function must(holds: boolean, law: string): void {
  if (!holds) throw new Error(law)
}

/** The edits make the new text, are in order, and their inverse gives back the very same bytes. */
export function editsAreExact(before: string, { text, edits, inverse }: EditResult): void {
  must(applyEdits(before, edits) === text, 'the edits do not make the text')
  must(applyEdits(text, inverse) === before, 'undo is not exact')
  for (const list of [edits, inverse])
    for (const [index, { offset }] of list.entries()) {
      const last = list[index - 1]
      must(!last || offset > last.offset + last.length, 'edits out of order')
    }
}

/** Members that a command is not about are the same bytes in the same order, and so are the comments around them. */
export function othersAreUntouched(before: string, after: string, command: Command, format: Format): void {
  const about = aboutOf(command)
  if (!about) return
  const [was, is] = [outside(before, about, format), outside(after, about, format)]
  must(was.members.join('\n') === is.members.join('\n'), 'a member that was not meant has changed')
  // In YAML a comment that ends an entry belongs to it or to what follows: it stays, on one side or the other.
  const comments = format === 'yaml' ? commentsOutside(after, [], format) : is.comments
  const kept = format === 'yaml' ? comments.filter((each) => was.comments.includes(each)) : comments
  must(was.comments.join('\n') === kept.join('\n'), 'a comment was lost, moved or made')
}

function outside(text: string, about: About, format: Format): { members: string[]; comments: string[] } {
  const source = readSource(text, format)
  if (!source.ok) throw new Error(`the text is no document: ${source.issues[0].message}`)
  const members: string[] = []
  const spans: Span[] = []
  const look = (key: string, node: Span, isMeant: boolean): void => {
    if (isMeant) spans.push(node)
    else members.push(`${key} ${text.slice(node.offset, node.offset + node.length)}`)
  }
  for (const { key, node, valueNode } of propertiesOf(source.value)) {
    const entries = key === 'tools' && valueNode?.type === 'object' ? propertiesOf(valueNode) : null
    if (entries && !about.tops.includes(key))
      for (const entry of entries) look(`tools ${entry.key}`, entry.node, about.tools.includes(entry.key))
    else look(key, node, about.tops.includes(key) || (key === 'tools' && about.tools.length > 0))
  }
  return { members, comments: commentsOutside(text, spans, format) }
}

/** After a move each tool stands in the lane that was asked for, by a rule of its own, or a reason says why not. */
export function toolsAreWhereAsked(
  after: Policy,
  command: Command & { type: 'move' },
  result: EditResult,
): void {
  const placeOf = placementIn(after)
  const stayed = new Set(result.unmoved.map(({ tool }) => tool))
  for (const tool of command.tools) {
    if (stayed.has(tool)) continue
    const { lane, byDefault } = placeOf(tool)
    must(lane === command.to, `${tool} is in ${lane}, not ${command.to}: ${result.label}`)
    must(!byDefault, `${tool} is in ${lane} by default only`)
  }
  for (const { why } of result.unmoved) must(why !== '', 'a tool stays, and nothing says why')
}

/** Whether a command is meant to open nothing (E12, M4). */
export function tightens(before: Policy, command: Command): boolean {
  switch (command.type) {
    case 'move': {
      const placeOf = placementIn(before)
      return command.tools.every((tool) => compareLanes(command.to, placeOf(tool).lane) >= 0)
    }
    case 'add-limit':
    case 'add-rule':
    case 'set-reason':
      return true
    case 'set-strict':
      return command.value
    case 'set-approval': {
      const governor = governorIn(before)(command.tool)
      return command.approval !== null && !before.tools.get(governor ?? '')?.require_approval
    }
    default:
      return false
  }
}

/**
 * No call that was refused or had to wait gets through; and none that a person could not approve can be
 * approved now.
 * @returns how many calls were compared
 */
export function nothingOpens(
  before: Policy,
  after: Policy,
  calls: readonly ToolCall[],
  label: string,
): number {
  const [was, is] = [compilePolicy(before), compilePolicy(after)]
  let compared = 0
  for (const approved of [false, true])
    for (const call of calls) {
      if (evaluate(was, call, { approved }).effect === 'allow') continue
      compared++
      const passes = evaluate(is, call, { approved }).effect === 'allow'
      must(!passes, `${label} lets ${call.name} through${approved ? ', once approved' : ''}`)
    }
  return compared
}

/**
 * A tool that a glob governed and that now has an entry of its own has the glob's rules in it (M4): all
 * of them, in order, before its own, where the command only adds.
 * @returns whether there was such a tool
 */
export function globIsCopied(before: Policy, after: Policy, command: Command): boolean {
  if (command.type !== 'add-rule' && command.type !== 'add-limit' && command.type !== 'set-strict')
    return false
  const governor = governorIn(before)(command.tool)
  const [glob, own] = [before.tools.get(governor ?? ''), after.tools.get(command.tool)]
  if (!glob || governor === command.tool || !own) return false
  for (const list of ['require', 'deny_if', 'limits'] as const)
    must(sameRules(glob[list], own[list].slice(0, glob[list].length)), `the glob’s ${list} were not copied`)
  must(sameRules([glob.require_approval], [own.require_approval]), 'the glob’s approval was not copied')
  return true
}

type Rules = readonly (Entry['require'][number] | Entry['limits'][number] | Entry['require_approval'])[]
function sameRules(a: Rules, b: Rules): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The notes of an entry (`x-` keys, descriptions) and its strictness outlive every move. */
export function notesAreKept(before: JsonObject, after: JsonObject, tools: readonly string[]): void {
  for (const tool of tools) {
    const [was, is] = [notesOf(before, tool), notesOf(after, tool)]
    for (const [key, note] of was)
      must(
        is.some(([other, same]) => key === other && canonicalJson(same) === canonicalJson(note)),
        `${key} of ${tool} was lost`,
      )
  }
}

function notesOf(document: JsonObject, tool: string): [string, Json][] {
  const tools = isJsonObject(document.tools) ? document.tools : {}
  const entry = Object.entries(tools).find(([name]) => name === tool)?.[1]
  const kept = (key: string): boolean => /^x-|^description$|^strict_arguments$/.test(key)
  return isJsonObject(entry) ? Object.entries(entry).filter(([key]) => kept(key)) : []
}

/** @throws where the text is no valid document any more */
export function documentAfter(text: string, label: string, format: Format): PolicyDocument {
  const parsed = parsePolicyText(text, format)
  if (!parsed.ok) throw new Error(`not valid any more: ${parsed.issues[0].message} · ${label}`)
  return parsed.value
}

/** Commands with valid values that leave a valid document valid. */
export function keepsValid({ type }: Command): boolean {
  return !['set', 'remove', 'rename-key'].includes(type)
}
