'use client'

import { clsx } from 'clsx'
import { EvidenceList, RiskBadge } from '#components/risk-badge.tsx'
import type { ActionResult } from '#components/ui/action.ts'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { AcceptButton } from './accept-tools.tsx'
import { lineDiff } from './line-diff.ts'
import { parametersOf } from './parameters.ts'
import { pretty } from './pretty.ts'
import { ToolState } from './tool-state.tsx'
import { needsAcceptance, type ToolView } from './tool-view.ts'

type DefinitionDrawerProps = {
  tool: ToolView | null
  onClose: () => void
  accept: ((hashes: Record<string, string>) => Promise<ActionResult<null>>) | null
}

/** Everything the server says of one tool, and what has changed since it was accepted. */
export function DefinitionDrawer({ tool, onClose, accept }: DefinitionDrawerProps) {
  if (!tool) return null
  const parameters = parametersOf(tool.inputSchema)
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      place="side"
      title={tool.name}
      footer={
        accept && needsAcceptance(tool) ? (
          <AcceptButton
            tools={[tool]}
            accept={accept}
            variant="primary"
            label="Accept this definition"
            onDone={onClose}
          />
        ) : null
      }
    >
      <div className="flex flex-col gap-6">
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <RiskBadge severity={tool.severity} category={tool.category} />
            <ToolState state={tool.state} />
          </div>
          <p className="whitespace-pre-line text-14 text-ink-2">
            {tool.description || 'It has no description.'}
          </p>
        </div>
        {tool.state === 'changed' && tool.pinnedDefinition !== null ? (
          <Section title="What changed">
            <Changes before={tool.pinnedDefinition} after={tool.definition} />
          </Section>
        ) : null}
        <Section title="Why this risk">
          <EvidenceList severity={tool.severity} category={tool.category} evidence={tool.evidence} />
        </Section>
        <Section title="Parameters">
          {parameters.length === 0 ? (
            <p className="text-13 text-ink-2">It takes none.</p>
          ) : (
            <dl className="divide-y divide-line rounded-md border border-line">
              {parameters.map((parameter) => (
                <div key={parameter.name} className="px-3 py-2">
                  <dt className="flex flex-wrap items-baseline gap-x-2">
                    <span className="code text-13">{parameter.name}</span>
                    <span className="code min-w-0 break-words text-12 text-ink-3">{parameter.type}</span>
                    {parameter.required ? <span className="text-12 text-ink-2">required</span> : null}
                  </dt>
                  {parameter.description ? (
                    <dd className="mt-0.5 text-13 text-ink-2">{parameter.description}</dd>
                  ) : null}
                </div>
              ))}
            </dl>
          )}
        </Section>
        <Section title="Definition">
          <CodeBlock label={`${tool.name}.json`} code={pretty(tool.definition)} copyLabel="Copy definition" />
        </Section>
      </div>
    </Dialog>
  )
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium text-13">{title}</h3>
      {children}
    </section>
  )
}

const SIGNS = { same: ' ', removed: '−', added: '+' }

function Changes({ before, after }: { before: string; after: string }) {
  const lines = lineDiff(pretty(before), pretty(after)).map((line, at) => ({ ...line, key: `line ${at}` }))
  return (
    <pre className="overflow-x-auto rounded-md border border-line bg-sunken py-2">
      {lines.map((line) => (
        <code
          key={line.key}
          className={clsx(
            'code block min-w-max whitespace-pre px-3 text-13',
            line.kind === 'same' ? 'text-ink-3' : 'bg-hover text-ink',
            line.kind === 'removed' && 'line-through decoration-ink-3',
          )}
        >
          {SIGNS[line.kind]} {line.text}
        </code>
      ))}
    </pre>
  )
}
