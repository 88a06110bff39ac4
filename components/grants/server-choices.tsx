'use client'

import { CheckboxRow } from '#components/ui/checkbox-row.tsx'
import { Select } from '#components/ui/select.tsx'
import type { Choice, GrantableServer } from './grant-view.ts'

type ServerChoicesProps = {
  servers: readonly GrantableServer[]
  value: readonly Choice[]
  onChange: (value: readonly Choice[]) => void
}

const NONE = 'none'

/** Which servers a grant opens, and by which policy. */
export function ServerChoices({ servers, value, onChange }: ServerChoicesProps) {
  const chosen = (id: string) => value.find((choice) => choice.serverId === id)
  const without = (id: string) => value.filter((choice) => choice.serverId !== id)
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface">
      {servers.map((server) => {
        const choice = chosen(server.id)
        const policies = server.policies.filter((policy) => policy.version !== null)
        return (
          <li key={server.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
            <CheckboxRow
              label={server.name}
              className="flex-1 basis-44"
              checked={choice !== undefined}
              onCheckedChange={(checked) =>
                onChange(
                  checked
                    ? [...value, { serverId: server.id, policyId: policies[0]?.id ?? null }]
                    : without(server.id),
                )
              }
            />
            {choice === undefined ? null : (
              <Select
                label={`Policy for ${server.name}`}
                className="w-full sm:w-64"
                value={choice.policyId ?? NONE}
                onValueChange={(policyId) =>
                  onChange(
                    value.map((each) =>
                      each.serverId === server.id
                        ? { serverId: server.id, policyId: policyId === NONE ? null : policyId }
                        : each,
                    ),
                  )
                }
                options={[
                  ...policies.map((policy) => ({
                    value: policy.id,
                    label: `${policy.name} · version ${policy.version}`,
                  })),
                  { value: NONE, label: 'No policy (refuses everything)' },
                ]}
              />
            )}
          </li>
        )
      })}
    </ul>
  )
}
