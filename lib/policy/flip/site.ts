// Where the rules stand that judge a tool, as the document writes them, and the commands that change one.
import { fromPlain, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import type { Command, RuleList } from '../edit/command.ts'
import { listOr, objectOr, withMember } from '../edit/document.ts'
import { ownEntry } from '../edit/lane-edit.ts'
import { governorIn } from '../edit/placement.ts'
import { childPointer } from '../pointer.ts'
import type { Condition, Entry, Policy } from '../policy.ts'

/** `all_tools`, or the entry that governs the tool. */
export type Layer = {
  readonly pointer: string
  readonly entry: Entry
  /** The entry as it is written, or would be as the tool's own (M4). */
  readonly written: JsonObject
  /** Null for `all_tools`. Commands name the tool, so that a glob's other tools keep their rules. */
  readonly tool: string | null
  /** For whom a change of this layer would hold, where it is not the tool's own entry. */
  readonly reach: string
}

export type Site = {
  readonly layer: Layer
  readonly list: RuleList | 'require_approval'
  readonly index: number
  readonly pointer: string
  readonly conditions: readonly Condition[]
}

/** The layers of a tool in the order of evaluation. */
export function layersOf(policy: Policy, document: JsonObject, tool: string): Layer[] {
  const all: Layer = {
    pointer: '/all_tools',
    entry: policy.all_tools,
    written: objectOr(member(document, 'all_tools')),
    tool: null,
    reach: ', for all tools',
  }
  const governor = governorIn(policy)(tool)
  const entry = governor === null ? undefined : policy.tools.get(governor)
  if (governor === null || !entry) return [all]
  const written = ownEntry(document, tool, governor)
  const reach = governor === tool ? '' : `, for ${tool} alone`
  return [all, { pointer: childPointer('/tools', governor), entry, written, tool, reach }]
}

/** The same where only the policy is at hand: nothing can be written from these, only read. */
export function layersIn(policy: Policy, tool: string): Layer[] {
  return layersOf(policy, jsonObject(), tool)
}

/** Every rule with conditions to change, in the order of evaluation. */
export function sitesOf(layers: readonly Layer[]): Site[] {
  const rules = (list: RuleList): Site[] =>
    layers.flatMap((layer) =>
      layer.entry[list].map(({ conditions }, index) => {
        const pointer = `${layer.pointer}/${list}/${index}`
        return { layer, list, index, pointer, conditions }
      }),
    )
  const approvals = layers.flatMap((layer): Site[] => {
    const approval = layer.entry.require_approval
    const pointer = `${layer.pointer}/require_approval`
    return approval
      ? [{ layer, list: 'require_approval', index: 0, pointer, conditions: approval.conditions }]
      : []
  })
  return [...rules('require'), ...rules('deny_if'), ...approvals]
}

/** The command that gives the rule other conditions; those that stay are written as they were. */
export function withConditions(site: Site, conditions: readonly Condition[]): Command {
  const { layer, list, index, pointer } = site
  const { tool } = layer
  const inLists = listOr(member(layer.written, list))[index]
  const written = objectOr(list === 'require_approval' ? member(layer.written, list) : inLists)
  const before = listOr(member(written, 'conditions'))
  const next = conditions.map(
    (condition): Json => before[site.conditions.indexOf(condition)] ?? fromPlain(condition),
  )
  const rule = withMember(written, 'conditions', next)
  if (tool === null) return { type: 'set', pointer, value: rule }
  return list === 'require_approval'
    ? { type: 'set-approval', tool, approval: rule }
    : { type: 'set-rule', tool, list, index, rule }
}

export function withoutRule({ layer, list, index, pointer }: Site): Command {
  const { tool } = layer
  if (tool === null) return { type: 'remove', pointer }
  return list === 'require_approval'
    ? { type: 'set-approval', tool, approval: null }
    : { type: 'remove-rule', tool, list, index }
}
