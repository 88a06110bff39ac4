'use client'

import { useMemo } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { diffPolicies, type Policy, parsePolicyText } from '#lib/policy/index.ts'
import type { ToolSummary } from './model.ts'
import { ChangeList } from './publish/change-list.tsx'
import { countOf } from './words.ts'

type RecommendedDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  recommended: () => string
  policy: Policy | null
  tools: ReadonlyMap<string, ToolSummary>
  onApply: () => void
}

/** What the recommended policy would do to the draft, before it does it. */
export function RecommendedDialog(props: RecommendedDialogProps) {
  const { recommended, policy, tools } = props
  const after = useMemo(() => {
    const parsed = parsePolicyText(recommended())
    return parsed.ok ? parsed.value.policy : null
  }, [recommended])
  const changes = useMemo(
    () => (props.open && after ? diffPolicies(policy, after, [...tools.keys()]) : []),
    [props.open, after, policy, tools],
  )
  return (
    <Dialog
      title="Apply the recommended policy"
      description="It follows each tool’s category, replaces the whole draft, and is one step to undo."
      size="lg"
      open={props.open}
      onOpenChange={props.onOpenChange}
      footer={
        <>
          <DialogClose render={<Button>Cancel</Button>} />
          <DialogClose
            render={
              <Button variant="primary" onClick={props.onApply} disabled={changes.length === 0}>
                {changes.length === 0 ? 'Apply' : `Apply ${countOf(changes.length, 'change')}`}
              </Button>
            }
          />
        </>
      }
    >
      {changes.length === 0 ? (
        <p className="text-14 text-ink-2">The draft already does what we recommend, for every tool.</p>
      ) : (
        <ChangeList changes={changes} tools={tools} after={after} />
      )}
    </Dialog>
  )
}
