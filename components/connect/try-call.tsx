'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { ConnectTarget } from './connect-target.ts'
import { type Answer, callTool } from './gateway-client.ts'

/** A tool of a server, with arguments to begin with: a JSON object as text. */
export type TryTool = { readonly name: string; readonly example: string }

type TryCallProps = { target: ConnectTarget; token: string; tools: readonly TryTool[] }

/** Calls a tool from this page, with the grant's own token, through the gateway: a real call, judged and recorded. */
export function TryCall({ target, token, tools }: TryCallProps) {
  const [name, setName] = useState(tools[0]?.name ?? '')
  const [given, setGiven] = useState(tools[0]?.example ?? '{}')
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [answer, setAnswer] = useState<Answer | null>(null)
  if (tools.length === 0) return null

  function choose(next: string) {
    setName(next)
    setGiven(tools.find((tool) => tool.name === next)?.example ?? '{}')
    setAnswer(null)
  }

  async function call(event: FormEvent) {
    event.preventDefault()
    const object = objectIn(given)
    setProblem(object === null ? 'Write the arguments as one JSON object, such as {"order": 1001}.' : null)
    if (object === null || pending) return
    setPending(true)
    setAnswer(await callTool(target.gatewayUrl, token, target.protocol, { name, arguments: object }))
    setPending(false)
  }

  return (
    <section aria-labelledby="try-title" className="flex flex-col gap-3">
      <div>
        <h2 id="try-title" className="font-semibold text-16">
          Try a call from here
        </h2>
        <p className="text-14 text-ink-2">
          With this grant’s token, through the gateway: it is judged, counted and recorded as any other.
        </p>
      </div>
      <Form onSubmit={call} noValidate className="flex flex-col gap-3">
        <Field label="Tool" name="tool">
          <Select
            value={name}
            onValueChange={choose}
            options={tools.map((tool) => ({ value: tool.name, label: tool.name }))}
          />
        </Field>
        <Field label="Arguments" name="arguments" error={problem}>
          <Textarea
            mono
            rows={Math.min(8, given.split('\n').length + 1)}
            value={given}
            onChange={(event) => setGiven(event.target.value)}
            spellCheck={false}
          />
        </Field>
        <div>
          <Button type="submit" pending={pending}>
            Call it
          </Button>
        </div>
      </Form>
      <div role="status">{answer === null ? null : <AnswerView answer={answer} />}</div>
    </section>
  )
}

function AnswerView({ answer }: { answer: Answer }) {
  if (answer.kind === 'refused') return <Problem>{answer.text}</Problem>
  const label = answer.isError ? 'Answer, an error' : 'Answer'
  // On a phone what clients do stands below it.
  return <CodeBlock label={label} code={answer.text} wrap className="max-h-96 overflow-y-auto" />
}

function objectIn(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
