// The baseline as its page shows it.
import type { EffectName } from '#components/effect.tsx'
import type { ActionResult } from '#components/ui/action.ts'
import type { Issue } from '#lib/policy/index.ts'

export type ChangeView = {
  readonly serverId: string
  readonly serverName: string
  readonly tool: string
  readonly policy: string
  readonly grants: number
  readonly from: EffectName
  readonly to: EffectName
}
export type PreviewView = {
  readonly looked: number
  readonly changed: number
  readonly changes: readonly ChangeView[]
}
export type CheckedView = { readonly issues: readonly Issue[]; readonly preview: PreviewView | null }

export type BaselineActions = {
  readonly check: (input: { document: string }) => Promise<ActionResult<CheckedView>>
  readonly publish: (input: {
    document: string
    baseVersion: number
    comment: string
  }) => Promise<ActionResult<{ version: number }>>
}

/** What people begin with: each is a whole document. */
export const STARTERS: readonly { readonly title: string; readonly text: string }[] = [
  {
    title: 'Deny what is Critical',
    text: layOut({
      all_tools: {
        deny_if: [
          {
            conditions: [{ path: 'tool.severity', op: 'eq', value: 'Critical' }],
            on_deny: 'Critical tools are not for agents here. Ask the platform team.',
          },
        ],
      },
    }),
  },
  {
    title: 'Hide what deletes',
    text: layOut({ hide: ['delete_*', 'drop_*', 'destroy_*'] }),
  },
  {
    title: 'A person approves what moves money',
    text: layOut({
      all_tools: {
        require_approval: {
          conditions: [{ path: 'tool.category', op: 'eq', value: 'Financial' }],
          timeout: '1h',
          reason: 'Money moves.',
        },
      },
    }),
  },
  {
    title: 'A limit for the whole organisation',
    text: layOut({
      all_tools: {
        limits: [{ counter: 'calls', window: 'minute', max: 600, scope: 'organisation' }],
      },
    }),
  },
]

export const EMPTY = layOut({ hide: [] })

function layOut(rest: object): string {
  return `${JSON.stringify({ version: '1', ...rest }, null, 2)}\n`
}
