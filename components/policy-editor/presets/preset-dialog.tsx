'use client'

import { useId, useMemo, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { type Policy, PRESETS, type PresetId, presetPolicy } from '#lib/policy/index.ts'
import type { ToolSummary } from '../model.ts'
import { countOf } from '../words.ts'
import { Preview, usePreview } from './preview.tsx'

type PresetDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What the draft says now. */
  policy: Policy | null
  tools: ReadonlyMap<string, ToolSummary>
  onApply: (text: string, said: string) => void
  onImport: () => void
}

/** Ready documents for the tools of this server: what each would change, before it does. */
export function PresetDialog(props: PresetDialogProps) {
  return (
    <Dialog
      title="Start from a preset"
      description="It is laid out for the tools of this server, replaces the whole draft, and is one step to undo."
      size="lg"
      open={props.open}
      onOpenChange={props.onOpenChange}
      footer={null}
    >
      {props.open ? <Choice {...props} /> : null}
    </Dialog>
  )
}

function Choice({ policy, tools, onApply, onImport, onOpenChange }: PresetDialogProps) {
  const [id, setId] = useState<PresetId>('recommended')
  const text = useMemo(() => presetPolicy(id, [...tools.values()]), [id, tools])
  const preview = usePreview(text, policy, tools)
  const chosen = PRESETS.find((preset) => preset.id === id)
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-col gap-1">
        <legend className="sr-only">Preset</legend>
        {PRESETS.map((preset) => (
          <PresetRow
            key={preset.id}
            {...preset}
            checked={preset.id === id}
            onChoose={() => setId(preset.id)}
          />
        ))}
      </fieldset>
      <Preview {...preview} tools={tools} same="The draft does this already, for every tool." />
      <footer className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap justify-end gap-2 border-line border-t bg-raised px-5 py-3">
        <Button variant="quiet" className="mr-auto" onClick={onImport}>
          Import another policy
        </Button>
        <DialogClose render={<Button>Cancel</Button>} />
        <Button
          variant="primary"
          disabled={preview.changes.length === 0}
          onClick={() => {
            onApply(text, `${chosen?.name} applied.`)
            onOpenChange(false)
          }}
        >
          {preview.changes.length === 0 ? 'Apply' : `Apply ${countOf(preview.changes.length, 'change')}`}
        </Button>
      </footer>
    </div>
  )
}

type PresetRowProps = { name: string; description: string; checked: boolean; onChoose: () => void }

function PresetRow({ name, description, checked, onChoose }: PresetRowProps) {
  const says = useId()
  return (
    <label className="flex items-start gap-2.5 rounded-md border border-transparent px-2 py-1.5 hover:bg-hover has-checked:border-line-strong has-checked:bg-sunken">
      <input
        type="radio"
        name="preset"
        checked={checked}
        onChange={onChoose}
        aria-label={name}
        aria-describedby={says}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0">
        <span className="block font-medium text-14">{name}</span>
        <span id={says} className="block text-13 text-ink-2">
          {description}
        </span>
      </span>
    </label>
  )
}
