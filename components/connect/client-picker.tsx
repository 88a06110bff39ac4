'use client'

import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { buttonStyle } from '#components/ui/button-style.ts'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import type { Group, Snippet } from '#lib/clients/index.ts'

type Shown = 'Popular' | Group

/** How many stand first of all; the list has the most used first. */
const POPULAR = 7
const GROUPS: readonly { value: Shown; label: string }[] = [
  { value: 'Popular', label: 'Popular' },
  { value: 'Terminal', label: 'Terminal' },
  { value: 'Editor', label: 'Editors' },
  { value: 'App', label: 'Apps' },
  { value: 'Code', label: 'Code' },
  { value: 'Plain', label: 'Other' },
]

type ClientPickerProps = { snippets: readonly Snippet[]; tokenKnown: boolean }

export function ClientPicker({ snippets, tokenKnown }: ClientPickerProps) {
  const [group, setGroup] = useState<Shown>('Popular')
  const [client, setClient] = useState('')
  const inGroup = (each: Shown) =>
    each === 'Popular' ? snippets.slice(0, POPULAR) : snippets.filter((snippet) => snippet.group === each)
  const groups = GROUPS.filter(({ value }) => inGroup(value).length > 0)
  const shown = groups.some(({ value }) => value === group) ? group : 'Popular'
  const listed = inGroup(shown)
  const chosen = listed.some((each) => each.client === client) ? client : (listed[0]?.client ?? '')
  return (
    <div className="flex flex-col gap-3">
      <Segmented
        label="Kind of client"
        className="self-start"
        value={shown}
        onValueChange={setGroup}
        options={groups}
      />
      <Tabs
        label="Clients"
        value={chosen}
        onValueChange={setClient}
        tabs={listed.map((snippet) => ({
          value: snippet.client,
          label: snippet.title,
          panel: <SnippetPanel snippet={snippet} tokenKnown={tokenKnown} />,
        }))}
      />
    </div>
  )
}

function SnippetPanel({ snippet, tokenKnown }: { snippet: Snippet; tokenKnown: boolean }) {
  const { link } = snippet
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="max-w-xl text-13 text-ink-2">{snippet.where}</p>
        {link && (tokenKnown || !link.holdsToken) ? (
          <a href={link.href} className={buttonStyle('secondary', 'sm')}>
            <ExternalLink aria-hidden />
            {link.label}
          </a>
        ) : null}
      </div>
      {snippet.parts.map((part) => (
        <CodeBlock key={part.label} label={part.label} code={part.code} copyLabel={part.copyLabel} />
      ))}
    </div>
  )
}
