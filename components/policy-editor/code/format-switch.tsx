'use client'

import { useState } from 'react'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { convertText, type Format } from '#lib/policy/index.ts'

type Notation = Exclude<Format, 'json'>
type FormatSwitchProps = {
  text: string
  format: Notation
  editable: boolean
  /** `said` tells a screen reader what happened. */
  onConvert: (text: string, said: string) => void
}

const NAMES: Readonly<Record<Notation, string>> = { jsonc: 'JSON', yaml: 'YAML' }

/** The same document in the other notation. What would be lost is said before it is; undo brings it back. */
export function FormatSwitch({ text, format, editable, onConvert }: FormatSwitchProps) {
  const [asked, setAsked] = useState<{ text: string; to: Notation; lost: readonly string[] } | null>(null)
  const [fault, setFault] = useState<string | null>(null)

  function choose(to: Notation) {
    if (to === format) return
    const converted = convertText(text, format, to)
    if ('issues' in converted) return setFault(converted.issues[0].message)
    if (converted.lost.length > 0) return setAsked({ ...converted, to })
    onConvert(converted.text, `Written as ${NAMES[to]} now.`)
  }

  return (
    <>
      <Segmented
        label="Format"
        size="sm"
        value={format}
        onValueChange={(to: Notation) => editable && choose(to)}
        options={(['jsonc', 'yaml'] as const).map((value) => ({ value, label: NAMES[value] }))}
      />
      <AlertDialog
        title={`Write it as ${asked ? NAMES[asked.to] : ''}`}
        description={`The document says the same, but its text is laid out anew, and ${asked?.lost.join(', ')} will be gone from it. Undo brings the old text back.`}
        action={`Write as ${asked ? NAMES[asked.to] : ''}`}
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        onConfirm={async () => {
          if (asked) onConvert(asked.text, `Written as ${NAMES[asked.to]} now.`)
          return null
        }}
      />
      <AlertDialog
        title="It cannot be converted yet"
        description={`Correct the text first. ${fault ?? ''}`}
        action="Understood"
        open={fault !== null}
        onOpenChange={(open) => !open && setFault(null)}
        onConfirm={async () => null}
      />
    </>
  )
}
