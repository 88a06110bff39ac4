'use client'

import { useId } from 'react'
import { Switch } from '#components/ui/switch.tsx'
import { useCommands } from '../editor-context.ts'
import type { EntryView } from './entry-view.ts'

/** Whether arguments that the tool does not declare are refused. */
export function StrictSection({ view, tool }: { view: EntryView; tool: string }) {
  const { run } = useCommands()
  const labelId = useId()
  const hintId = useId()
  return (
    <section className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <h3 id={labelId} className="font-medium text-13">
          Declared arguments only
        </h3>
        <p id={hintId} className="text-12 text-ink-3">
          Refuse a call with an argument that the tool’s definition does not declare.
        </p>
      </div>
      <Switch
        aria-labelledby={labelId}
        aria-describedby={hintId}
        className="mt-1"
        disabled={!view.editable}
        checked={view.entry.strict_arguments}
        onCheckedChange={(value) => run({ type: 'set-strict', tool, value })}
      />
    </section>
  )
}
