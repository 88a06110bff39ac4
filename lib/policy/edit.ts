// Commands on the text of a document: the text is the truth, so every command is the smallest edit of
// it that does what was asked, and comes with its exact inverse.
import { isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import type { Command, EditResult, Lane, TextEdit } from './command.ts'
import { objectOr, withMember, withValueAt } from './document.ts'
import { editEntry } from './entry-edit.ts'
import { moveTools } from './lane-edit.ts'
import { jsonLayout } from './layout.ts'
import { parsePolicy } from './parse.ts'
import { patchText } from './patch.ts'
import { childPointer } from './pointer.ts'
import { findPlace, readSource, type SourceNode, sourceValue } from './source.ts'
import { applyEdits, invertEdits } from './text-edit.ts'

/**
 * Does a command to the text of a document. Total: where it cannot be done, nothing changes and the
 * label says why. Commands that name tools need a document without errors; a move never makes one.
 */
export function edit(text: string, command: Command): EditResult {
  if (command.type === 'replace') return replaceAll(text, command.text)
  const source = readSource(text, 'jsonc')
  if (!source.ok) return unchanged(text, 'Nothing changed: the document is not JSON yet')
  const root = source.value
  if (command.type === 'rename-key') return renameKey(text, root, command.pointer, command.to)
  const document = sourceValue(text, root, [])
  if (!isJsonObject(document)) return unchanged(text, 'Nothing changed: the document is no object')
  return editDocument(text, root, document, command)
}

type DocumentCommand = Exclude<Command, { type: 'replace' | 'rename-key' }>

function editDocument(
  text: string,
  root: SourceNode,
  document: JsonObject,
  command: DocumentCommand,
): EditResult {
  const patched = (after: Json, label: string, unmoved: EditResult['unmoved'] = []): EditResult =>
    edited(text, patchText(jsonLayout(text), root, document, after), label, unmoved)
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
      const policy = parsePolicy(document)
      if (!policy.ok) return unchanged(text, 'Nothing changed: the document has errors')
      if (command.type !== 'move')
        return patched(editEntry(policy.value, document, command), `${LABELS[command.type]} ${command.tool}`)
      const { to } = command
      const {
        document: after,
        moved,
        lostRules,
        unmoved,
      } = moveTools(policy.value, document, command.tools, to, command.limit)
      const check = parsePolicy(after)
      if (!check.ok) return unchanged(text, `Nothing changed: ${check.issues[0].message}`)
      const label = moveLabel(to, moved, lostRules, unmoved)
      return { ...patched(after, label, unmoved), policy: check.value }
    }
  }
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

function renameKey(text: string, root: SourceNode, pointer: string, to: string): EditResult {
  const { keyNode, exact } = findPlace(root, pointer)
  if (!keyNode || !exact) return unchanged(text, `Nothing changed: ${pointer} is not there`)
  const content = JSON.stringify(to)
  const label = `Rename ${keyNode.value} to ${to}`
  return edited(text, [{ offset: keyNode.offset, length: keyNode.length, content }], label, [])
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
  return edited(text, text === to ? [] : [change], 'Replace the document', [])
}

function edited(
  text: string,
  edits: readonly TextEdit[],
  label: string,
  unmoved: EditResult['unmoved'],
): EditResult {
  return { text: applyEdits(text, edits), edits, inverse: invertEdits(text, edits), label, unmoved }
}

function unchanged(text: string, label: string): EditResult {
  return { text, edits: [], inverse: [], label, unmoved: [] }
}
