'use client'

import { Eye, EyeOff, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'

export type HeaderRow = { readonly key: string; readonly name: string; readonly value: string }

let made = 0
export function newHeaderRow(name = '', value = ''): HeaderRow {
  made += 1
  return { key: `header-${made}`, name, value }
}

type HeaderRowsProps = {
  rows: readonly HeaderRow[]
  onChange: (rows: readonly HeaderRow[]) => void
  disabled?: boolean
}

/** Headers that the gateway sends to the server. Their values are sealed, and never shown again. */
export function HeaderRows({ rows, onChange, disabled }: HeaderRowsProps) {
  const change = (key: string, part: Partial<HeaderRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  return (
    <fieldset disabled={disabled} className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 font-medium text-13">
        Headers <span className="font-normal text-ink-3">(optional)</span>
      </legend>
      <ul className="flex flex-col gap-2">
        {rows.map((row, index) => (
          <li key={row.key} className="flex gap-2 max-sm:flex-wrap">
            <Input
              mono
              aria-label={`Header ${index + 1} name`}
              value={row.name}
              onValueChange={(name) => change(row.key, { name })}
              placeholder="Authorization"
              autoComplete="off"
              spellCheck={false}
              className="sm:max-w-52"
            />
            <SecretInput
              label={`Header ${index + 1} value`}
              value={row.value}
              onChange={(value) => change(row.key, { value })}
            />
            <IconButton
              label={`Remove header ${index + 1}`}
              onClick={() => onChange(rows.filter((other) => other.key !== row.key))}
            >
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-13 text-ink-3">Values are encrypted, and not shown again after saving.</p>
        <Button size="sm" variant="quiet" onClick={() => onChange([...rows, newHeaderRow()])}>
          <Plus aria-hidden />
          Add header
        </Button>
      </div>
    </fieldset>
  )
}

type SecretInputProps = { label: string; value: string; onChange: (value: string) => void }

function SecretInput({ label, value, onChange }: SecretInputProps) {
  const [shown, setShown] = useState(false)
  return (
    <div className="relative min-w-0 flex-1">
      <Input
        mono
        type={shown ? 'text' : 'password'}
        aria-label={label}
        value={value}
        onValueChange={onChange}
        placeholder="Bearer …"
        autoComplete="new-password"
        spellCheck={false}
        className="pr-9"
      />
      <IconButton
        label={shown ? 'Hide value' : 'Show value'}
        size="sm"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute top-0.5 right-0.5"
      >
        {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
      </IconButton>
    </div>
  )
}
