'use client'

import { Braces } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { jsonObject } from '#lib/json/index.ts'
import type { Approval } from '#lib/policy/index.ts'
import { useCommands } from '../../editor-context.ts'
import { durationText } from '../../rules/duration.ts'
import { jsonOfApproval, setApproval, USUAL_TIMEOUT_SECONDS } from '../../rules/home.ts'
import { problemOfEntry } from '../../rules/limit-words.ts'
import { requiredPaths } from '../../rules/required-paths.ts'
import { NewRule } from '../conditions/new-rule.tsx'
import { type EntryView, issuesBelow, placeIn, useTry } from '../entry-view.ts'
import { IssueLines } from '../issue-lines.tsx'
import { CheckedInput } from '../limits/checked-input.tsx'
import { Section } from '../section.tsx'
import { ApprovalConditions } from './approval-conditions.tsx'
import { ApproverText } from './approver-text.tsx'

type Mode = 'none' | 'always' | 'when'

/** Which calls a person has to approve, how long that may take, and what the approver reads. */
export function ApprovalSection({ view }: { view: EntryView }) {
  const { showInCode } = useCommands()
  const attempt = useTry(view.home)
  const [asking, setAsking] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const approval = view.entry.require_approval
  const mode = modeOf(approval)
  const pointer = placeIn(view, 'require_approval')
  const write = (next: Approval | null) => {
    const refusal = attempt(setApproval(view.home, next === null ? null : jsonOfApproval(next)))
    setRefused(refusal)
    return refusal
  }
  const usual: Approval = approval ?? { conditions: [], timeoutSeconds: USUAL_TIMEOUT_SECONDS }
  const choose = (next: Mode) => {
    if (!view.editable) return
    setAsking(next === 'when' && mode !== 'when')
    if (next === 'none' && mode !== 'none') write(null)
    if (next === 'always' && mode !== 'always') write({ ...usual, conditions: [] })
  }
  const code =
    approval === null ? null : (
      <IconButton label="Show in code" size="sm" onClick={() => showInCode(pointer)}>
        <Braces aria-hidden />
      </IconButton>
    )
  return (
    <Section title="Approval" action={code}>
      <Segmented<Mode>
        label="Approval by a person"
        value={asking ? 'when' : mode}
        options={[
          { value: 'none', label: 'Not needed' },
          { value: 'always', label: 'Every call' },
          { value: 'when', label: 'Only when…' },
        ]}
        onValueChange={choose}
        className="self-start"
      />
      {asking && view.fields !== null ? (
        <NewRule
          list="require_approval"
          fields={view.fields}
          required={requiredPaths(view.entry)}
          onAdd={(rule) =>
            attempt(
              setApproval(
                view.home,
                jsonObject([
                  ...Object.entries(jsonOfApproval({ ...usual, conditions: [] })),
                  ...Object.entries(rule),
                ]),
              ),
            )
          }
          onClose={() => setAsking(false)}
        />
      ) : null}
      {approval === null ? null : (
        <>
          {mode === 'when' ? <ApprovalConditions view={view} approval={approval} /> : null}
          <div className="flex items-start gap-2">
            <span className="flex h-8 items-center text-13 text-ink-2 coarse:h-11">Answer within</span>
            <CheckedInput
              label="Answer within, such as 10m or 2h"
              written={durationText(approval.timeoutSeconds)}
              editable={view.editable}
              mono
              className="w-24"
              onCommit={(text) =>
                timeoutProblem(text) ?? write({ ...approval, timeoutSeconds: secondsOf(text) })
              }
            />
            <span className="flex h-8 items-center text-13 text-ink-3 coarse:h-11">else refused</span>
          </div>
          <ApproverText
            key={approval.reason ?? ''}
            written={approval.reason ?? ''}
            editable={view.editable}
            refused={refused}
            onCommit={(text) => {
              const { reason: _, ...rest } = approval
              write(text === '' ? rest : { ...rest, reason: text })
            }}
          />
          <Notice>
            The call waits in the inbox until an approver decides or the time is over. The agent is held for
            up to 25 seconds, then told where a person decides and to call again.
          </Notice>
          <IssueLines issues={issuesBelow(view.issues, pointer)} editable={view.editable} />
        </>
      )}
    </Section>
  )
}

function modeOf(approval: Approval | null): Mode {
  if (approval === null) return 'none'
  return approval.conditions.length > 0 ? 'when' : 'always'
}

const LENGTHS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

function secondsOf(text: string): number {
  const unit = LENGTHS[text.at(-1) ?? '']
  return unit === undefined ? Number(text) : Number(text.slice(0, -1)) * unit
}

function timeoutProblem(text: string): string | null {
  return problemOfEntry(jsonObject([['require_approval', jsonObject([['timeout', text]])]]))
}
