'use client'

import { useMemo } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { type Issue, LANES, type Policy } from '#lib/policy/index.ts'
import { type Card, isGhost, isPattern } from '../board/board.ts'
import { useCommands } from '../editor-context.ts'
import type { EditorTool } from '../model.ts'
import { BaselineNotice } from '../organisation-baseline.tsx'
import { pointerTo } from '../rule-pointer.ts'
import { toolsOfEntry } from '../rules/schema-of.ts'
import { laneName } from '../words.ts'
import { AgentSection } from './agent-section.tsx'
import { agentViews } from './agent-view.ts'
import { ReasonField } from './reason-field.tsx'
import { RulesOfTool } from './rules-of-tool.tsx'
import { Section } from './section.tsx'
import { ToolSection } from './tool-section.tsx'
import { useFields } from './use-fields.ts'
import { useMinute } from './use-minute.ts'
import { written } from './written.ts'

type InspectorProps = {
  card: Card
  policy: Policy
  /** All tools of the server, null until they are here: a pattern’s rules are about those that it governs. */
  tools: readonly EditorTool[] | null
  text: string
  issues: readonly Issue[]
  editable: boolean
}

/** One tool: where it stands and why, its rule, what the agent reads, and what the server says of it. */
export function Inspector({ card, policy, tools, text, issues, editable }: InspectorProps) {
  const { move, run, showInCode } = useCommands()
  const { name, tool, placement } = card
  const entry = placement.entry === null ? undefined : policy.tools.get(placement.entry)
  const pointer = placement.lane === 'hide' ? '/hide' : pointerTo('tools', placement.entry ?? name)
  const minute = useMinute()
  const about = useMemo(
    () => (tool === null ? tools && toolsOfEntry(name, tools, policy) : [tool]),
    [tool, name, tools, policy],
  )
  const fields = useFields(about)
  // A pattern is called by no name of its own: what it says, it says of the first tool that it governs.
  const sample = isPattern(card) ? (about?.[0] ?? null) : tool
  return (
    <div className="flex flex-col gap-6" data-inspector={name}>
      <div className="flex flex-col gap-2">
        <Segmented
          label="Lane"
          value={placement.lane}
          options={LANES.map((lane) => ({ value: lane, label: laneName(lane) }))}
          onValueChange={(to) => editable && move([name], to)}
          className="self-start"
        />
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-13 text-ink-2">
          <Origin card={card} fallback={policy.default} />
          {editable && placement.entry === name ? (
            <Button variant="quiet" size="sm" onClick={() => run({ type: 'remove-entry', tool: name })}>
              Remove its entry
            </Button>
          ) : null}
        </p>
      </div>
      <StateNotice card={card} />
      {tool === null ? null : <BaselineNotice tool={tool} />}
      {placement.lane === 'deny' && entry ? (
        <ReasonField
          key={`${name} deny ${placement.summary}`}
          tool={name}
          label="Reason"
          hint="The agent reads it, so say what to do instead."
          reason={placement.summary}
          editable={editable && placement.entry === name}
        />
      ) : null}
      <RulesOfTool card={card} policy={policy} fields={fields} issues={issues} editable={editable} />
      {minute === null || (isPattern(card) && sample === null) ? null : (
        <AgentSection views={agentViews(policy, sample?.name ?? name, sample, placement, minute)} />
      )}
      {tool === null ? null : <ToolSection tool={tool} />}
      <Section
        title="In the document"
        action={
          <Button variant="quiet" size="sm" onClick={() => showInCode(pointer)}>
            Show in code
          </Button>
        }
      >
        <CodeBlock label={pointer} code={written(text, pointer)} copyLabel="Copy" />
      </Section>
    </div>
  )
}

function Origin({ card, fallback }: { card: Card; fallback: 'allow' | 'deny' }) {
  const { placement, name } = card
  if (placement.byDefault) return <span>No entry names it, and the default is {fallback}.</span>
  if (placement.entry === name) return <span>The policy names it.</span>
  return (
    <span>
      Governed by the pattern <span className="code">{placement.entry}</span>.
    </span>
  )
}

function StateNotice({ card }: { card: Card }) {
  if (isGhost(card)) {
    return (
      <Notice title="Not on the server">
        The policy names it, but the server’s last list does not. No call reaches it.
      </Notice>
    )
  }
  if (card.tool?.state === 'changed') {
    return (
      <Notice title="Its definition changed">
        Every call is refused until you accept the new definition on the server’s page.
      </Notice>
    )
  }
  if (card.tool?.state === 'new') {
    return (
      <Notice title="New on the server">
        Every call is refused until you accept it on the server’s page.
      </Notice>
    )
  }
  return null
}
