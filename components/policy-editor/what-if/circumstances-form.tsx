'use client'

import { CheckboxRow } from '#components/ui/checkbox-row.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { type Circumstances, MOST_BEFORE } from './try-call.ts'

type CircumstancesFormProps = { value: Circumstances; onChange: (value: Circumstances) => void }

/** Who calls, when, and what came before: everything a rule can ask for beside the arguments. */
export function CircumstancesForm({ value, onChange }: CircumstancesFormProps) {
  const set = (change: Partial<Circumstances>) => onChange({ ...value, ...change })
  return (
    <details>
      <summary className="cursor-pointer rounded-sm font-medium text-13">Who calls, and when</summary>
      <div className="mt-3 grid grid-cols-2 gap-3">
        <Field label="Grant">
          <Input value={value.label} onValueChange={(label) => set({ label })} autoComplete="off" />
        </Field>
        <Field label="Its tags">
          <Input
            value={value.tags.join(', ')}
            placeholder="None"
            autoComplete="off"
            onValueChange={(text) => set({ tags: tagsIn(text) })}
          />
        </Field>
        <Field label="Client">
          <Input
            value={value.client}
            placeholder="Does not say"
            autoComplete="off"
            onValueChange={(client) => set({ client })}
          />
        </Field>
        <Field label="User">
          <Input
            value={value.email}
            placeholder="None"
            autoComplete="off"
            onValueChange={(email) => set({ email })}
          />
        </Field>
        <Field label="Time (UTC)">
          <Input
            type="datetime-local"
            value={new Date(value.at).toISOString().slice(0, 16)}
            onValueChange={(text) => {
              const at = Date.parse(`${text}:00Z`)
              if (Number.isFinite(at)) set({ at })
            }}
          />
        </Field>
        <Field label="Same call before">
          <Input
            inputMode="numeric"
            value={String(value.before)}
            onValueChange={(text) =>
              set({ before: Math.min(MOST_BEFORE, Number(text.replace(/\D/g, '').slice(0, 6))) })
            }
          />
        </Field>
      </div>
      <CheckboxRow
        className="mt-2 text-13"
        label="A person has approved this call"
        checked={value.approved}
        onCheckedChange={(approved) => set({ approved })}
      />
    </details>
  )
}

// A comma at the end is typed before the next tag is.
function tagsIn(text: string): string[] {
  return text.split(',').map((tag, index) => (index === 0 ? tag.trimStart() : tag.replace(/^ /, '')))
}
