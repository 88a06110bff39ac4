'use client'

import { useContext } from 'react'
import { EvidenceList } from '#components/risk-evidence.tsx'
import { CategoryControl } from '#components/servers/category-control.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { CategoryContext } from '../editor-context.ts'
import type { EditorTool } from '../model.ts'
import { parametersOf } from './parameters.ts'
import { Section } from './section.tsx'

/** The tool as its server defines it. */
export function ToolSection({ tool }: { tool: EditorTool }) {
  const categories = useContext(CategoryContext)
  const parameters = parametersOf(tool.inputSchema)
  return (
    <>
      <Section title="What it does">
        {tool.description === '' ? (
          <p className="text-13 text-ink-3">The server gives no description.</p>
        ) : (
          <p className="whitespace-pre-line break-words text-13 text-ink-2">{tool.description}</p>
        )}
        <EvidenceList
          severity={tool.severity}
          category={tool.category}
          evidence={tool.evidence}
          override={tool.override ?? null}
        />
        {categories === null ? null : (
          <CategoryControl
            serverId={categories.serverId}
            tool={{ ...tool, override: tool.override ?? null }}
            acts={categories.acts}
          />
        )}
      </Section>
      <Section title="Arguments">
        {parameters.length === 0 ? (
          <p className="text-13 text-ink-3">Its definition declares none.</p>
        ) : (
          <ul className="divide-y divide-line rounded-md border border-line text-13">
            {parameters.map((parameter) => (
              <li key={parameter.name} className="px-3 py-2">
                <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <span className="code break-all font-medium">{parameter.name}</span>
                  <span className="text-ink-3">{parameter.type}</span>
                  {parameter.required ? <Badge className="ml-auto">Required</Badge> : null}
                </div>
                {parameter.description === '' ? null : (
                  <p className="break-words text-ink-2">{parameter.description}</p>
                )}
                {parameter.choices.length === 0 ? null : (
                  <p className="code break-words text-12 text-ink-3">{parameter.choices.join(' · ')}</p>
                )}
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}
