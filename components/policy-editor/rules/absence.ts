// What a comparison means for a call that does not have the field (C5, C6), and the one-click way to
// say the other thing with `exists`.
import type { Field } from './field.ts'
import { isNegative } from './operators.ts'
import type { RuleList } from './rule-check.ts'
import type { ComparisonDraft, GroupDraft, RuleDraft } from './rule-draft.ts'

export type AbsenceHint = {
  readonly message: string
  readonly fix: { readonly label: string; readonly draft: RuleDraft } | null
}

/**
 * Null where the field is always there, or where the rule says itself what its absence means.
 * @param required paths that a requirement of the entry says must be given
 */
export function absenceHint(
  comparison: ComparisonDraft,
  draft: RuleDraft,
  list: RuleList,
  field: Field,
  required: ReadonlySet<string>,
): AbsenceHint | null {
  const { path, op } = comparison
  if (path === '' || op === 'exists' || op === 'absent' || field.presence === 'given') return null
  const guarded = draft.groups.some(({ any }) =>
    any.some((each) => each.path === path && (each.op === 'exists' || each.op === 'absent')),
  )
  if (guarded || required.has(path)) return null
  if (field.presence === 'each') return { message: EMPTY_LIST[list], fix: null }
  const alternatives =
    draft.groups.find(({ any }) => any.some((each) => each.id === comparison.id))?.any ?? []
  const isAlone = alternatives.length === 1
  const isUnknown = field.presence === 'sometimes' || isNegative(op)
  const label = field.label
  if (!isAlone)
    return {
      message: `Without ${label}, this part ${isUnknown && list !== 'require' ? 'holds' : 'does not hold'}.`,
      fix: null,
    }
  if (list === 'require')
    return { message: `A call without ${label} is refused.`, fix: alsoAbsent(comparison, draft, list) }
  if (!isUnknown)
    return {
      message: `A call without ${label} ${NOT_HIT[list]}.`,
      fix: alsoAbsent(comparison, draft, list),
    }
  const rest = draft.groups.length > 1 ? ', if the rest holds' : ''
  return {
    message: `A call without ${label} ${HIT[list]}${rest}.`,
    fix: onlyGiven(comparison, draft, list),
  }
}

const EMPTY_LIST: Readonly<Record<RuleList, string>> = {
  deny_if: 'One element is enough. An empty list is not denied by this rule.',
  require: 'Every element must hold. An empty list is refused.',
  require_approval: 'One element is enough. An empty list passes without a person.',
}
const HIT = { deny_if: 'is denied too', require_approval: 'waits for a person too' } as const
const NOT_HIT = {
  deny_if: 'is not denied by this rule',
  require_approval: 'passes without a person',
} as const
const ALSO_ABSENT: Readonly<Record<RuleList, string>> = {
  deny_if: 'Deny it then, too',
  require: 'Let such calls pass',
  require_approval: 'Ask then, too',
}

/** “… or it is absent”, beside the comparison itself. */
function alsoAbsent(comparison: ComparisonDraft, draft: RuleDraft, list: RuleList) {
  const absent: ComparisonDraft = {
    ...comparison,
    id: draft.nextId,
    op: 'absent',
    value: undefined,
    unread: null,
  }
  const groups = draft.groups.map((group) =>
    group.any.some((each) => each.id === comparison.id) ? { ...group, any: [...group.any, absent] } : group,
  )
  return { label: ALSO_ABSENT[list], draft: { ...draft, groups, nextId: draft.nextId + 1 } }
}

/** “it is given and …”, before the group of the comparison: judging stops there where it is not. */
function onlyGiven(comparison: ComparisonDraft, draft: RuleDraft, list: 'deny_if' | 'require_approval') {
  const given: ComparisonDraft = {
    ...comparison,
    id: draft.nextId + 1,
    op: 'exists',
    value: undefined,
    unread: null,
  }
  const group: GroupDraft = { id: draft.nextId, any: [given] }
  const at = draft.groups.findIndex(({ any }) => any.some((each) => each.id === comparison.id))
  const label = list === 'deny_if' ? 'Deny only where it is given' : 'Ask only where it is given'
  return {
    label,
    draft: { ...draft, groups: draft.groups.toSpliced(at, 0, group), nextId: draft.nextId + 2 },
  }
}
