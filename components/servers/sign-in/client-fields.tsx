'use client'

import { CodeBlock } from '#components/ui/code-block.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'

export type ClientDraft = { id: string; secret: string }

type ClientFieldsProps = {
  client: ClientDraft
  onChange: (client: ClientDraft) => void
  redirectUri: string | null
  disabled: boolean
}

/** A client that somebody registered at the server by hand. */
export function ClientFields({ client, onChange, redirectUri, disabled }: ClientFieldsProps) {
  return (
    <div className="flex flex-col gap-4">
      {redirectUri ? (
        <div className="flex flex-col gap-1.5">
          <p className="font-medium text-13">Redirect URI to register there</p>
          <CodeBlock label="Redirect URI" code={redirectUri} copyLabel="Copy URI" wrap />
        </div>
      ) : null}
      <Field label="Client id" name="clientId">
        <Input
          mono
          value={client.id}
          onValueChange={(id) => onChange({ ...client, id })}
          autoComplete="off"
          spellCheck={false}
          disabled={disabled}
        />
      </Field>
      <Field
        label="Client secret"
        name="clientSecret"
        optional
        hint="Stored encrypted, and never shown again."
      >
        <Input
          mono
          type="password"
          value={client.secret}
          onValueChange={(secret) => onChange({ ...client, secret })}
          autoComplete="off"
          spellCheck={false}
          disabled={disabled}
        />
      </Field>
    </div>
  )
}
