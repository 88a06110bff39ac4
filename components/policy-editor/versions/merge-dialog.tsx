'use client'

import { useEffect, useMemo, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { edit, mergedDocument, type Side } from '#lib/policy/index.ts'
import type { EditorActions, EditorVersion, Refused } from '../model.ts'
import type { Editor } from '../use-editor.ts'
import { countOf } from '../words.ts'
import { MergeList } from './merge-list.tsx'
import { type Comparison, compare } from './three-way.ts'

type MergeDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  editor: Editor
  loadVersions: EditorActions['loadVersions']
}

/** Someone published while a draft was made: part by part, which of the two the draft goes on with. */
export function MergeDialog({ open, onOpenChange, editor, loadVersions }: MergeDialogProps) {
  const { published, draft, commands, toolsByName } = editor
  const { version, policyId, baseVersion } = published
  const [versions, setVersions] = useState<readonly EditorVersion[] | null>(null)
  const [fault, setFault] = useState<Refused | null>(null)
  const [chosen, setChosen] = useState<ReadonlyMap<string, Side>>(new Map())
  useEffect(() => {
    if (!open) return
    setFault(null)
    setChosen(new Map())
    loadVersions({ policyId }).then((answer) =>
      answer.ok ? setVersions(answer.value) : setFault(answer.fault),
    )
  }, [open, loadVersions, policyId])

  const comparison = useMemo(() => {
    if (!open || versions === null || version === null) return null
    const base = versions.find(({ number }) => number === baseVersion)?.source ?? null
    return compare(base, draft.text, version.source)
  }, [open, versions, version, baseVersion, draft.text])
  const unsettled = comparison?.parts.filter(
    ({ changedBy, pointer }) => changedBy === 'both' && !chosen.has(pointer),
  )
  const ready = unsettled?.length === 0

  function merge({ mine, parts }: Comparison) {
    const value = mergedDocument(mine.document, parts, chosen)
    const { text } = edit(draft.text, { type: 'set', pointer: '', value }, draft.format)
    commands.run({ type: 'replace', text }, `Merged with version ${version?.number}.`)
    published.rebase()
    onOpenChange(false)
  }

  return (
    <Dialog
      title={`Merge with version ${version?.number ?? ''}`}
      description="What only one of you changed is kept. Choose where both did; merging is one step to undo."
      size="lg"
      open={open}
      onOpenChange={onOpenChange}
      footer={
        <>
          <DialogClose render={<Button>Cancel</Button>} />
          <Button
            variant="primary"
            disabled={!ready}
            onClick={() => comparison !== null && merge(comparison)}
          >
            {unsettled && unsettled.length > 0 ? `${countOf(unsettled.length, 'choice')} left` : 'Merge'}
          </Button>
        </>
      }
    >
      {fault !== null ? (
        <Problem requestId={fault.requestId}>{fault.message}</Problem>
      ) : comparison === null ? (
        draft.problems.length > 0 ? (
          <Problem>The draft has an error. Correct it in the code first, then compare again.</Problem>
        ) : (
          <div role="status" aria-label="Loading" className="flex flex-col gap-2">
            {['one', 'two', 'three'].map((key) => (
              <Skeleton key={key} className="h-16" />
            ))}
          </div>
        )
      ) : (
        <MergeList
          comparison={comparison}
          tools={toolsByName}
          author={version?.author ?? 'Someone'}
          chosen={chosen}
          onChoose={(pointers, side) =>
            setChosen(new Map([...chosen, ...pointers.map((pointer) => [pointer, side] as const)]))
          }
        />
      )}
    </Dialog>
  )
}
