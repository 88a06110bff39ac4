'use client'

import { CheckboxRow } from '#components/ui/checkbox-row.tsx'
import { deedOf, type Permission } from '#lib/roles/index.ts'

type KeyScopesProps = {
  own: readonly Permission[]
  chosen: readonly Permission[]
  onChosen: (chosen: readonly Permission[]) => void
}

/** What of one's own a key is given, one by one. */
export function KeyScopes({ own, chosen, onChosen }: KeyScopesProps) {
  return (
    <fieldset className="flex flex-col gap-x-6 rounded-md border border-line px-4 py-3">
      <legend className="px-1 font-medium text-13">The key may</legend>
      {own.map((permission) => (
        <CheckboxRow
          key={permission}
          label={
            <>
              {deedOf(permission)} <span className="code text-12 text-ink-3">{permission}</span>
            </>
          }
          checked={chosen.includes(permission)}
          onCheckedChange={(checked) =>
            onChosen(checked ? [...chosen, permission] : chosen.filter((each) => each !== permission))
          }
        />
      ))}
    </fieldset>
  )
}
