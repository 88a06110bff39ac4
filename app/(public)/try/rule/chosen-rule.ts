// What the wizard's form says, whoever sends it.
import { CALLS_A_MINUTE } from '#lib/guide/index.ts'
import { LANES, type Lane } from '#lib/policy/index.ts'

export type Chosen = {
  /** Addresses in the catalogue. */
  readonly server: string
  readonly tool: string
  readonly treatment: Lane
  readonly amount?: number
}

/** null where a field is missing or is none of the wizard's. @param field the value of a field, '' for none */
export function readChosen(field: (name: string) => string): Chosen | null {
  const [server, tool] = [field('server'), field('tool')]
  const treatment = LANES.find((lane) => lane === field('treatment'))
  if (server === '' || tool === '' || treatment === undefined) return null
  const amount = /^\d{1,4}$/.test(field('amount')) ? Number(field('amount')) : undefined
  const isUsable = amount !== undefined && amount >= CALLS_A_MINUTE.least && amount <= CALLS_A_MINUTE.most
  return { server, tool, treatment, ...(isUsable && { amount }) }
}
