// Going over to another organisation: a whole new page, so that nothing of the one before is kept in this tab.
import type { ActionResult } from '#components/ui/action.ts'

export type OrganisationChoice = { readonly id: string; readonly name: string }
export type SwitchTo = (input: { organisationId: string }) => Promise<ActionResult<null>>

/** @param path where to go then @returns a sentence where it did not work */
export async function goOver(
  switchTo: SwitchTo,
  organisationId: string,
  path = '/overview',
): Promise<string | null> {
  const result = await switchTo({ organisationId }).catch(() => null)
  if (!result?.ok) return result?.fault.message ?? 'The server did not answer. Try again.'
  window.location.assign(path)
  return null
}
