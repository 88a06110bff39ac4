'use client'

import type { ActionDispatch } from 'react'
import { useMemo, useState } from 'react'
import { CodePane, type Draft, type DraftAction, FormatSwitch } from '#components/policy-editor/index.ts'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import type { CompletionTool, CompletionWorld, Issue } from '#lib/policy/index.ts'

type BaselineTextProps = {
  label: string
  hint: string
  draft: Draft
  dispatch: ActionDispatch<[DraftAction]>
  issues: readonly Issue[]
  /** Every tool of the organisation, which is offered while somebody types. */
  tools: readonly CompletionTool[]
  editable: boolean
}

/** The document in the policy's own editor: colours, suggestions, problems in their places, undo, JSON or YAML. */
export function BaselineText(props: BaselineTextProps) {
  const { label, hint, draft, dispatch, tools, editable } = props
  const isAlive = useHydrated()
  const [reveal, setReveal] = useState<{ offset: number; length: number; focus: boolean } | null>(null)
  // A baseline has no conditions: there are no arguments to offer.
  const world = useMemo<CompletionWorld>(() => ({ tools, fieldsOf: () => [] }), [tools])
  return (
    <section aria-label="The baseline as text" className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-medium text-13 text-ink">{label}</h2>
        <div className="flex items-center gap-1">
          <FormatSwitch
            text={draft.text}
            format={draft.format}
            editable={editable && isAlive}
            onConvert={(text, said) =>
              dispatch({ type: 'command', command: { type: 'replace', text }, said })
            }
          />
          <CopyButton text={draft.text} label="Copy the text" iconOnly />
        </div>
      </div>
      <div className="h-104 overflow-hidden rounded-md border border-line bg-surface">
        {isAlive ? (
          <CodePane
            text={draft.text}
            format={draft.format}
            world={world}
            applied={draft.applied}
            issues={props.issues}
            editable={editable}
            label={label}
            reveal={reveal}
            events={{
              typed: (text) => dispatch({ type: 'typed', text, at: Date.now() }),
              undo: () => dispatch({ type: 'undo' }),
              redo: () => dispatch({ type: 'redo' }),
            }}
            onJump={({ offset = 0, length = 0 }) => setReveal({ offset, length, focus: true })}
          />
        ) : (
          // What is read without scripts, and before they are here.
          <pre className="code h-full overflow-auto p-4 text-13">{draft.text}</pre>
        )}
      </div>
      <p className="text-13 text-ink-3">{hint}</p>
    </section>
  )
}
