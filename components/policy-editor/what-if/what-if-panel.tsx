'use client'

import { useDeferredValue, useMemo, useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { SearchSelect } from '#components/ui/search-select.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { jsonObject, serializeJson } from '#lib/json/index.ts'
import type { Policy } from '#lib/policy/index.ts'
import { useCommands } from '../editor-context.ts'
import { Section } from '../inspector/section.tsx'
import type { EditorTool } from '../model.ts'
import { useOrganisationBaseline } from '../organisation-baseline.tsx'
import { ArgumentForm } from './argument-form.tsx'
import { CircumstancesForm } from './circumstances-form.tsx'
import {
  argumentsFromJson,
  argumentsOf,
  inputsOf,
  type ReadArguments,
  type Typed,
  typedOf,
} from './inputs.ts'
import { TrialView, Verdict } from './trial-view.tsx'
import { type Circumstances, tryCall } from './try-call.ts'

type WhatIfPanelProps = {
  tools: readonly EditorTool[]
  /** The tool to begin with; null for the first. */
  begin: string | null
  /** The last text that means something, and what it means. */
  draft: { readonly text: string; readonly policy: Policy }
  editable: boolean
}

/** A call that nobody makes: its tool, its arguments, and what the draft would do with it. */
export function WhatIfPanel({ tools, begin, draft, editable }: WhatIfPanelProps) {
  const [name, setName] = useState(begin ?? tools[0]?.name ?? '')
  const [circumstances, setCircumstances] = useState(usual)
  const tool = tools.find((each) => each.name === name) ?? null
  const groups = useMemo(() => [{ name: 'Tools', items: tools.map(optionOf) }], [tools])
  if (tools.length === 0) return <p className="text-13 text-ink-2">The server has no tools to call.</p>
  return (
    <div className="flex flex-col gap-4">
      <SearchSelect
        label="Tool"
        groups={groups}
        value={{ value: name, label: name }}
        onValueChange={setName}
        placeholder="Choose a tool"
        searchPlaceholder="Search tools"
      />
      {/* Another tool is another form. */}
      <Call key={name} {...{ name, tool, draft, editable, circumstances, setCircumstances }} />
    </div>
  )
}

function optionOf({ name, severity, category }: EditorTool) {
  return { value: name, label: name, detail: `${severity} ${category}` }
}

type CallProps = Pick<WhatIfPanelProps, 'draft' | 'editable'> & {
  name: string
  tool: EditorTool | null
  circumstances: Circumstances
  setCircumstances: (value: Circumstances) => void
}

function Call({ name, tool, draft, editable, circumstances, setCircumstances }: CallProps) {
  const commands = useCommands()
  const inputs = useMemo(() => inputsOf(tool?.inputSchema), [tool])
  const [view, setView] = useState<'form' | 'json'>('form')
  const [typed, setTyped] = useState<Typed>({})
  const [json, setJson] = useState('{}')
  const read = view === 'form' ? argumentsOf(inputs, typed) : argumentsFromJson(json)
  const faults = read.ok ? {} : read.faults
  const asked = useDeferredValue(useLastGood(read))
  const baseline = useOrganisationBaseline()?.compiled ?? null
  const trial = useMemo(
    () => tryCall(draft, name, tool, asked, circumstances, baseline),
    [draft, name, tool, asked, circumstances, baseline],
  )

  function show(next: 'form' | 'json') {
    if (!read.ok) return
    if (next === 'json') setJson(serializeJson(read.arguments))
    else setTyped(typedOf(inputs, read.arguments))
    setView(next)
  }

  return (
    <>
      <Verdict trial={trial} />
      <Section
        title="Arguments"
        action={
          <Segmented
            label="Write the arguments"
            size="sm"
            value={view}
            onValueChange={show}
            options={[
              { value: 'form', label: 'Form' },
              { value: 'json', label: 'JSON' },
            ]}
          />
        }
      >
        {view === 'form' ? (
          <ArgumentForm inputs={inputs} typed={typed} faults={faults} onChange={setTyped} />
        ) : (
          <Field label="Arguments as JSON" hideLabel error={faults[''] ?? null}>
            <Textarea
              mono
              rows={6}
              value={json}
              spellCheck={false}
              onChange={(event) => setJson(event.currentTarget.value)}
            />
          </Field>
        )}
      </Section>
      <CircumstancesForm value={circumstances} onChange={setCircumstances} />
      <TrialView
        trial={trial}
        onShow={commands.showInCode}
        {...(editable && trial.flip ? { onFlip: () => trial.flip && commands.run(trial.flip.command) } : {})}
      />
    </>
  )
}

/** The arguments as they were when they could last be read: half a number is no call. */
function useLastGood(read: ReadArguments) {
  const text = read.ok ? serializeJson(read.arguments) : null
  const [good, setGood] = useState({ text: '{}', value: jsonObject() })
  if (read.ok && text !== null && text !== good.text) setGood({ text, value: read.arguments })
  return good.value
}

function usual(): Circumstances {
  const at = Math.floor(Date.now() / 60_000) * 60_000
  return { label: 'Support agents', tags: [], client: '', email: '', at, approved: false, before: 0 }
}
