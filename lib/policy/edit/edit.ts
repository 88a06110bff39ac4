// Commands on the text of a document: the text is the truth, so every command is the smallest edit of
// it that does what was asked, and comes with its exact inverse.
import { isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import type { Parsed } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import type { Policy } from '../policy.ts'
import { parsePolicy } from '../read/parse.ts'
import { type DocumentSource, followingDocument, readDocument } from '../source/document-source.ts'
import { findPlace } from '../source/source.ts'
import type { Format } from '../source/source-node.ts'
import { yamlLayout } from '../yaml/layout.ts'
import type { Command, EditResult, Lane, TextEdit } from './command.ts'
import { isSameValue, objectOr, withMember, withValueAt } from './document.ts'
import { editEntry } from './entry-edit.ts'
import { moveTools } from './lane-edit.ts'
import { jsonLayout } from './layout.ts'
import { patchText } from './patch.ts'
import { applyEdits, invertEdits } from './text-edit.ts'
import type { Layout } from './writing.ts'

/**
 * Does a command to the text of a document. Total: where it cannot be done, nothing changes and the
 * label says why. Commands that name tools need a document without errors; a move never makes one.
 */
export function edit(text: string, command: Command, format: Format = 'jsonc'): EditResult {
  if (command.type === 'replace') return replaceAll(text, command.text)
  const source = readDocument(text, format)
  if (source.ok) return editDocument(source.value, command)
  return unchanged(text, `Nothing changed: the document is not ${format === 'yaml' ? 'YAML' : 'JSON'} yet`)
}

/** The same on a text that was read before; `next` of the result spares reading the new one, where it is there. */
export function editDocument(source: DocumentSource, command: Command): EditResult {
  const { text, document } = source
  if (command.type === 'replace') return replaceAll(text, command.text)
  if (command.type === 'rename-key') return renameKey(source, command.pointer, command.to)
  if (!isJsonObject(document)) return unchanged(text, 'Nothing changed: the document is no object')
  return editValue(source, document, command)
}

type DocumentCommand = Exclude<Command, { type: 'replace' | 'rename-key' }>

function editValue(source: DocumentSource, document: JsonObject, command: DocumentCommand): EditResult {
  const patched = (after: Json, label: string): EditResult => write(source, after, label)
  switch (command.type) {
    case 'set-default':
      return patched(withMember(document, 'default', command.value), `Set the default to ${command.value}`)
    case 'set-method': {
      const methods = withMember(
        objectOr(member(document, 'methods')),
        command.group,
        command.value ?? undefined,
      )
      return patched(
        withMember(document, 'methods', methods),
        `Set ${command.group} to ${command.value ?? 'the default'}`,
      )
    }
    case 'set':
      return patched(withValueAt(document, command.pointer, command.value), `Set ${command.pointer}`)
    case 'remove':
      return patched(withValueAt(document, command.pointer, undefined), `Remove ${command.pointer}`)
    case 'remove-entry': {
      const entry = childPointer('/tools', command.tool)
      return patched(withValueAt(document, entry, undefined), `Remove the entry of ${command.tool}`)
    }
    default: {
      const policy = source.policy()
      if (!policy.ok) return unchanged(source.text, 'Nothing changed: the document has errors')
      if (command.type === 'move') return move(source, document, policy.value, command)
      return patched(editEntry(policy.value, document, command), `${LABELS[command.type]} ${command.tool}`)
    }
  }
}

function move(
  source: DocumentSource,
  document: JsonObject,
  policy: Policy,
  { tools, to, limit }: Extract<Command, { type: 'move' }>,
): EditResult {
  const { document: after, moved, lostRules, unmoved } = moveTools(policy, document, tools, to, limit)
  const check = parsePolicy(after, source.memory)
  if (!check.ok) return unchanged(source.text, `Nothing changed: ${check.issues[0].message}`)
  const written = write(source, after, moveLabel(to, moved, lostRules, unmoved), check)
  return { ...written, unmoved, policy: check.value }
}

/** The text with its value made `after`. */
function write(source: DocumentSource, after: Json, label: string, policy?: Parsed<Policy>): EditResult {
  const { text, root, document, format, faults } = source
  const result = edited(text, patchText(layoutOf(source), root, document, after), label)
  if (format === 'yaml') return checked(source, result, after)
  // JSON says one thing in one way, so what the new text says is known; what is wrong elsewhere in it is not.
  const isKnown = result.text !== text && faults.length === 0
  return isKnown ? { ...result, next: followingDocument(source, result.text, after, policy) } : result
}

/**
 * YAML can put one thing in many ways, and a line that went can change what its neighbours say: the new
 * text is read, and where it does not say exactly what it should, nothing happens.
 */
function checked({ text, format }: DocumentSource, result: EditResult, after?: Json): EditResult {
  if (format !== 'yaml' || result.text === text) return result
  const next = readDocument(result.text, format)
  const saysIt = next.ok && (after === undefined || isSameValue(next.value.document, after))
  if (saysIt) return { ...result, next: next.value }
  return unchanged(text, 'Nothing changed: this cannot be written into the YAML as it stands; edit the text')
}

function layoutOf({ text, root, format }: DocumentSource): Layout {
  return format === 'yaml' ? yamlLayout(text, root) : jsonLayout(text)
}

const LABELS = {
  'add-limit': 'Add a limit to',
  'set-limit': 'Change a limit of',
  'remove-limit': 'Remove a limit of',
  'add-rule': 'Add a rule to',
  'set-rule': 'Change a rule of',
  'remove-rule': 'Remove a rule of',
  'set-approval': 'Change the approval of',
  'set-reason': 'Change the message of',
  'set-strict': 'Change strict arguments of',
} as const

const LANE_NAMES: Record<Lane, string> = {
  allow: 'Allow',
  limit: 'Limit',
  approve: 'Approve',
  deny: 'Deny',
  hide: 'Hide',
}

function moveLabel(
  to: Lane,
  moved: readonly string[],
  lostRules: number,
  unmoved: EditResult['unmoved'],
): string {
  const [first, ...others] = moved
  const what = others.length > 0 ? `${moved.length} tools` : first
  const parts = [what === undefined ? 'Nothing to move' : `Move ${what} to ${LANE_NAMES[to]}`]
  if (lostRules > 0) parts.push(`${lostRules} ${lostRules === 1 ? 'rule' : 'rules'} removed`)
  const [stays, ...more] = unmoved
  if (stays && more.length === 0) parts.push(`${stays.tool} stays: ${stays.why}`)
  else if (stays) parts.push(`${unmoved.length} tools stay: ${stays.why}`)
  return parts.join(' · ')
}

function renameKey(source: DocumentSource, pointer: string, to: string): EditResult {
  const { text, root } = source
  const { keyNode, parent, exact } = findPlace(root, pointer)
  if (!keyNode || !parent || !exact) return unchanged(text, `Nothing changed: ${pointer} is not there`)
  const content = layoutOf(source).printKey(to, keyNode, parent)
  const label = `Rename ${keyNode.value} to ${to}`
  return checked(source, edited(text, [{ offset: keyNode.offset, length: keyNode.length, content }], label))
}

/** The part that differs, so that a cursor elsewhere stays where it is. */
function replaceAll(text: string, to: string): EditResult {
  const most = Math.min(text.length, to.length)
  let start = 0
  while (start < most && text[start] === to[start]) start++
  let end = 0
  while (end < most - start && text[text.length - 1 - end] === to[to.length - 1 - end]) end++
  const change = {
    offset: start,
    length: text.length - start - end,
    content: to.slice(start, to.length - end),
  }
  return edited(text, text === to ? [] : [change], 'Replace the document')
}

function edited(text: string, edits: readonly TextEdit[], label: string): EditResult {
  return { text: applyEdits(text, edits), edits, inverse: invertEdits(text, edits), label, unmoved: [] }
}

function unchanged(text: string, label: string): EditResult {
  return { text, edits: [], inverse: [], label, unmoved: [] }
}
