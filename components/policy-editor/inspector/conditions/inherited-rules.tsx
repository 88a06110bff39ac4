'use client'

import { Braces } from 'lucide-react'
import { IconButton } from '#components/ui/icon-button.tsx'
import type { Entry } from '#lib/policy/index.ts'
import { useCommands } from '../../editor-context.ts'
import { limitSentence } from '../../rules/limit-words.ts'
import { draftOfRule } from '../../rules/rule-draft.ts'
import { ruleSentence } from '../../rules/sentence.ts'

/** The rules of an entry as sentences, to read. */
export function InheritedRules({ entry, pointer }: { entry: Entry; pointer: string }) {
  const { showInCode } = useCommands()
  const lines = sentencesOf(entry)
  if (lines.length === 0) return null
  return (
    <ul className="divide-y divide-line rounded-md border border-line">
      {lines.map(({ at, sentence }) => (
        <li key={at} className="flex items-start gap-1 py-1.5 pr-1 pl-3 text-13">
          <span className="min-w-0 flex-1 break-words py-1">{sentence}</span>
          <IconButton label="Show in code" size="sm" onClick={() => showInCode(`${pointer}/${at}`)}>
            <Braces aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  )
}

/** Each rule of an entry with its place in it. */
function sentencesOf(entry: Entry): readonly { at: string; sentence: string }[] {
  const approval = entry.require_approval
  return [
    ...(entry.strict_arguments
      ? [{ at: 'strict_arguments', sentence: 'Refuse arguments that the tool does not declare.' }]
      : []),
    ...(['require', 'deny_if'] as const).flatMap((list) =>
      entry[list].map((rule, index) => ({
        at: `${list}/${index}`,
        sentence: ruleSentence(list, draftOfRule(rule)),
      })),
    ),
    ...(approval
      ? [{ at: 'require_approval', sentence: ruleSentence('require_approval', draftOfRule(approval)) }]
      : []),
    ...entry.limits.map((limit, index) => ({ at: `limits/${index}`, sentence: limitSentence(limit) })),
  ]
}
