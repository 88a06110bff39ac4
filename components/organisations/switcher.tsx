'use client'

import { Plus } from 'lucide-react'
import Link from 'next/link'
import { MenuChoice, MenuLink, MenuSeparator } from '#components/ui/menu.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { goOver, type OrganisationChoice, type SwitchTo } from './switch.ts'

export type SwitcherProps = {
  readonly organisations: readonly OrganisationChoice[]
  readonly currentId: string
  readonly switchTo: SwitchTo
}

/** The organisations of a person, in a menu: the current one ticked. */
export function Switcher({ organisations, currentId, switchTo }: SwitcherProps) {
  async function choose(id: string) {
    if (id === currentId) return
    const problem = await goOver(switchTo, id)
    if (problem !== null) toast.error(problem)
  }
  return (
    <>
      {organisations.length > 1 ? (
        <MenuChoice
          label="Organisation"
          value={currentId}
          onValueChange={choose}
          options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
      <MenuLink render={<Link href="/organisations/new" />} icon={<Plus aria-hidden />}>
        New organisation
      </MenuLink>
      <MenuSeparator />
    </>
  )
}
