'use client'

import { type ChangeEvent, useMemo, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { type ImportNote, importPolicy, MAX_DOCUMENT_BYTES, type Policy } from '#lib/policy/index.ts'
import { lineAt } from '../code/line-at.ts'
import { ProblemList } from '../code/problem-list.tsx'
import type { EditorTool, ToolSummary } from '../model.ts'
import { Preview, usePreview } from './preview.tsx'

type ImportDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  policy: Policy | null
  tools: ReadonlyMap<string, ToolSummary>
  /** With their schemas, which say what a tool requires; null until they are here. */
  details: readonly EditorTool[] | null
  onApply: (text: string, said: string) => void
}

const KINDS = {
  portcullis: 'A policy of Portcullis.',
  'policylayer-json': 'A policy of a hosted gateway, in JSON.',
  'intercept-yaml': 'A policy of Intercept, in YAML.',
} as const

/** A policy from elsewhere: pasted or opened, read at once, with what became of each part. */
export function ImportDialog(props: ImportDialogProps) {
  return (
    <Dialog
      title="Import a policy"
      description="Of this product, of a hosted gateway (JSON) or of Intercept (YAML). What cannot be said here is refused rather than let through."
      size="lg"
      open={props.open}
      onOpenChange={props.onOpenChange}
    >
      {props.open ? <Import {...props} /> : null}
    </Dialog>
  )
}

function Import({ policy, tools, details, onApply, onOpenChange }: ImportDialogProps) {
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const imported = useMemo(
    () => (text.trim() === '' ? null : importPolicy(text, details ?? [])),
    [text, details],
  )
  async function open(event: ChangeEvent<HTMLInputElement>) {
    const file = event.currentTarget.files?.[0]
    // One that is longer is refused as too large, and not read to its end.
    if (file) setText(await file.slice(0, MAX_DOCUMENT_BYTES + 1).text())
  }
  return (
    <div className="flex flex-col gap-4">
      <Field label="The policy as text">
        <Textarea
          ref={field}
          mono
          rows={8}
          value={text}
          spellCheck={false}
          placeholder="Paste JSON or YAML"
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      <label className="flex flex-wrap items-center gap-2 text-13 text-ink-2">
        Or open a file:
        <input type="file" accept=".json,.jsonc,.yaml,.yml" onChange={open} className="min-h-6 text-13" />
      </label>
      {imported === null ? null : 'issues' in imported ? (
        <ProblemList
          issues={imported.issues}
          text={text}
          onJump={({ offset = 0, length = 0 }) => {
            field.current?.focus()
            field.current?.setSelectionRange(offset, offset + length)
          }}
        />
      ) : (
        <Imported
          {...imported}
          {...{ source: text, policy, tools }}
          onApply={() => {
            onApply(imported.document, 'Policy imported.')
            onOpenChange(false)
          }}
        />
      )}
    </div>
  )
}

type ImportedProps = {
  kind: keyof typeof KINDS
  document: string
  report: readonly ImportNote[]
  source: string
  policy: Policy | null
  tools: ReadonlyMap<string, ToolSummary>
  onApply: () => void
}

function Imported({ kind, document, report, source, policy, tools, onApply }: ImportedProps) {
  const preview = usePreview(document, policy, tools)
  return (
    <>
      <section aria-label="Report" className="flex flex-col gap-2">
        <p className="font-medium text-14">{KINDS[kind]}</p>
        <ul className="divide-y divide-line rounded-md border border-line text-13">
          {report.map((note) => (
            <li key={`${note.pointer} ${note.message}`} className="flex gap-3 px-3 py-2">
              <span className="w-24 shrink-0 font-medium">{OUTCOMES[note.outcome]}</span>
              <span className="min-w-0 flex-1 break-words text-ink-2">
                {note.message}
                {note.pointer === '' ? null : (
                  <span className="text-ink-3"> Line {lineAt(source, note.offset)}.</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <Preview {...preview} tools={tools} same="For the tools of this server nothing changes." />
      <footer className="sticky -bottom-5 -mx-5 -mb-5 flex justify-end gap-2 border-line border-t bg-raised px-5 py-3">
        <DialogClose render={<Button>Cancel</Button>} />
        <Button variant="primary" onClick={onApply}>
          Use as draft
        </Button>
      </footer>
    </>
  )
}

const OUTCOMES = { mapped: 'Same here', kept: 'Kept as a note', 'not-supported': 'Not supported' } as const
