'use client'

import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { LANES, locatePointer, type Policy } from '#lib/policy/index.ts'
import { type Card, isGhost } from '../board/board.ts'
import { useCommands } from '../editor-context.ts'
import { pointerTo } from '../rule-pointer.ts'
import { laneName } from '../words.ts'
import { AgentSection } from './agent-section.tsx'
import { agentViews } from './agent-view.ts'
import { LimitSection } from './limit-section.tsx'
import { ReasonField } from './reason-field.tsx'
import { RuleList } from './rule-list.tsx'
import { Section } from './section.tsx'
import { ToolSection } from './tool-section.tsx'
import { useMinute } from './use-minute.ts'

type InspectorProps = { card: Card; policy: Policy; text: string; editable: boolean }

/** One tool: where it stands and why, its rule, what the agent reads, and what the server says of it. */
export function Inspector({ card, policy, text, editable }: InspectorProps) {
  const { move, run, showInCode } = useCommands()
  const { name, tool, placement } = card
  const entry = placement.entry === null ? undefined : policy.tools.get(placement.entry)
  const pointer = placement.lane === 'hide' ? '/hide' : pointerTo('tools', placement.entry ?? name)
  const minute = useMinute()
  return (
    <div className="flex flex-col gap-5" data-inspector={name}>
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
      {placement.lane === 'deny' && entry ? (
        <ReasonField
          key={`${name} deny ${placement.summary}`}
          tool={name}
          label="Reason"
          hint="The agent reads it, so say what to do instead."
          reason={placement.summary}
          editable={editable}
        />
      ) : null}
      {placement.lane === 'approve' && entry ? (
        <ReasonField
          key={`${name} approve ${entry.require_approval?.reason ?? ''}`}
          tool={name}
          label="Text for the approver"
          hint="Calls are refused with it until approvals can be answered in the dashboard."
          reason={entry.require_approval?.reason ?? ''}
          editable={editable}
        />
      ) : null}
      {(placement.lane === 'limit' || placement.lane === 'allow' || placement.lane === 'approve') && (
        <LimitSection tool={name} limits={entry?.limits ?? []} editable={editable} />
      )}
      {entry && placement.entry !== null && placement.lane !== 'hide' ? (
        <RuleList tool={name} entryName={placement.entry} entry={entry} editable={editable} />
      ) : null}
      {minute === null ? null : <AgentSection views={agentViews(policy, name, tool, placement, minute)} />}
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
      Governed by the pattern <span className="code">{placement.entry}</span>. A change here gives it an entry
      of its own.
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

/** The text at a pointer, its later lines moved left as far as its last one allows. */
function written(text: string, pointer: string): string {
  const span = locatePointer(text, pointer)
  if (span === null) return ''
  const lines = text.slice(span.offset, span.offset + span.length).split('\n')
  const indent = /^\s*/.exec(lines.at(-1) ?? '')?.[0].length ?? 0
  return lines
    .map((line, index) =>
      index === 0 ? line : line.slice(Math.min(indent, /^\s*/.exec(line)?.[0].length ?? 0)),
    )
    .join('\n')
}
