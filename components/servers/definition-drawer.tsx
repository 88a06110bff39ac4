'use client'

import { RiskBadge } from '#components/risk-badge.tsx'
import { EvidenceList } from '#components/risk-evidence.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { parametersOf } from '#lib/pages/index.ts'
import { type CategoryActs, CategoryControl } from './category-control.tsx'
import { pretty } from './pretty.ts'
import { Decide, type Decisions } from './review/decide.tsx'
import { Revealed } from './review/revealed.tsx'
import { ReviewBody, RiskChange } from './review/review-body.tsx'
import { policyHrefOf } from './review/review-list.tsx'
import type { ReviewView } from './review/review-view.ts'
import { ToolState } from './tool-state.tsx'
import type { ToolView } from './tool-view.ts'

type DefinitionDrawerProps = {
  serverId: string
  tool: ToolView | null
  /** What is to be decided on; null for a tool as it was accepted. */
  review: ReviewView | null
  onClose: () => void
  decisions: Decisions | null
  /** Null where the member's role may not say what a tool is. */
  categories: CategoryActs | null
}

/** Everything the server says of one tool, and what has changed since it was accepted. */
export function DefinitionDrawer(props: DefinitionDrawerProps) {
  const { serverId, tool, review, onClose, decisions, categories } = props
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
        decisions && review && !review.isTwice ? (
          <Decide
            reviews={[review]}
            decisions={decisions}
            label="Accept definition"
            isMain
            onDone={onClose}
          />
        ) : null
      }
    >
      <div className="flex flex-col gap-6">
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center gap-2">
            {review ? (
              <RiskChange review={review} />
            ) : (
              <RiskBadge severity={tool.severity} category={tool.category} override={tool.override} />
            )}
            <ToolState state={tool.state} isRejected={tool.isRejected} />
          </div>
          <p className="whitespace-pre-line text-14 text-ink-2">
            {tool.description ? <Revealed text={tool.description} /> : 'It has no description.'}
          </p>
        </div>
        {review ? <ReviewBody review={review} policyHref={policyHrefOf(serverId)} /> : null}
        <Section title="Why this risk">
          <EvidenceList
            severity={(review?.after ?? tool).severity}
            category={(review?.after ?? tool).category}
            evidence={(review?.after ?? tool).evidence}
            override={review ? null : tool.override}
          />
          {categories ? (
            <CategoryControl key={tool.name} serverId={serverId} tool={tool} acts={categories} />
          ) : null}
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
