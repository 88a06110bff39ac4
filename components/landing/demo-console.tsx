'use client'

import { useState } from 'react'
import { DecisionMark } from '#components/effect.tsx'
import { Button } from '#components/ui/button.tsx'
import { Select } from '#components/ui/select.tsx'
import type { DemoAnswer } from './demo-call.ts'
import { DEMO_TOOLS } from './demo-state.ts'

export type DemoLine = DemoAnswer & { readonly key: number }

type DemoConsoleProps = {
  /** Newest first. */
  lines: readonly DemoLine[]
  onCall: (tool: string, times: number) => void
}

const OPTIONS = DEMO_TOOLS.map((tool) => ({ value: tool.name, label: tool.name }))

/** Calls a tool through the policy above, and shows what the agent would read. */
export function DemoConsole({ lines, onCall }: DemoConsoleProps) {
  const [tool, setTool] = useState('create_connection')
  return (
    <section aria-label="Try a call" className="flex min-w-0 flex-col">
      <div className="flex min-h-10 flex-wrap items-center gap-1.5 border-line border-b px-3 py-1.5">
        <Select
          label="Tool to call"
          size="sm"
          className="code grow basis-44 sm:max-w-52"
          value={tool}
          onValueChange={setTool}
          options={OPTIONS}
        />
        <Button size="sm" onClick={() => onCall(tool, 1)}>
          Call once
        </Button>
        <Button size="sm" onClick={() => onCall(tool, 31)}>
          Call 31 times
        </Button>
      </div>
      <div role="log" aria-label="Answers" className="h-56 overflow-y-auto">
        {lines.length === 0 ? (
          <p className="px-4 py-3 text-13 text-ink-3">Call a tool to see what its agent would be told.</p>
        ) : null}
        <ol>
          {lines.map((line) => (
            <li key={line.key} className="animate-appear border-line border-b px-4 py-2.5 last:border-b-0">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <DecisionMark decision={line.decision} />
                <span className="code text-12">
                  {line.tool}
                  {line.calls > 1 ? ` × ${line.calls}` : ''}
                </span>
                <span className="code min-w-0 break-all text-12 text-ink-3">{line.rule}</span>
              </p>
              <p className="code mt-1 break-words text-12 text-ink-2">{line.text}</p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
