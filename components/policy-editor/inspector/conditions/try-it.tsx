'use client'

import { useState } from 'react'
import { Input } from '#components/ui/input.tsx'
import { judge, type Verdict } from '../../rules/judge.ts'
import { type ComparisonDraft, comparisonOf, isComplete } from '../../rules/rule-draft.ts'

const VERDICTS: Readonly<Record<Verdict, string>> = {
  true: 'It holds.',
  false: 'It does not hold.',
  unknown: 'It cannot be told, which counts as the refusing side.',
}

/** A field to try a pattern, a folder or a list of hosts on, judged by the gateway’s own code. Nothing is kept. */
export function TryIt({ comparison }: { comparison: ComparisonDraft }) {
  const [sample, setSample] = useState('')
  const draft = { groups: [{ id: 0, any: [comparison] }], onDeny: '', nextId: 1 }
  const verdict = sample === '' || !isComplete(draft) ? null : judge(comparisonOf(comparison), sample)
  return (
    <div className="flex flex-col gap-1">
      <Input
        mono
        aria-label="Try it on a value"
        placeholder="Try it on a value"
        autoComplete="off"
        spellCheck={false}
        value={sample}
        onValueChange={setSample}
      />
      <output className="text-12 text-ink-2 empty:hidden">{verdict === null ? '' : VERDICTS[verdict]}</output>
    </div>
  )
}
