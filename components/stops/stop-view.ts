import type { ActionResult } from '#components/ui/action.ts'

export type StopScope = 'grant' | 'server' | 'organisation'

/** What the dashboard knows of an emergency stop. */
export type StopView = {
  readonly id: string
  readonly scope: StopScope
  readonly subjectId: string
  readonly subjectName: string
  readonly reason: string
  readonly setAt: Date
  /** null where that person is gone. */
  readonly setBy: string | null
  /** null: until it is lifted. */
  readonly endsAt: Date | null
}
export type PastStop = StopView & {
  readonly liftedAt: Date | null
  readonly liftedBy: string | null
  readonly state: 'holding' | 'lifted' | 'ended'
}

export type SetStop = (input: {
  scope: StopScope
  id?: string
  reason: string
  minutes: number | null
}) => Promise<ActionResult<null>>
export type LiftStop = (input: { stopId: string }) => Promise<ActionResult<null>>

/** The end that is chosen, in minutes from now; `lifted`: a person ends it. */
export const ENDS = [
  { value: 'lifted', label: 'Until it is lifted', minutes: null },
  { value: '15', label: 'In 15 minutes', minutes: 15 },
  { value: '60', label: 'In 1 hour', minutes: 60 },
  { value: '480', label: 'In 8 hours', minutes: 480 },
  { value: '1440', label: 'In 24 hours', minutes: 1440 },
  { value: '10080', label: 'In 7 days', minutes: 10_080 },
] as const
export type End = (typeof ENDS)[number]['value']

export function minutesOf(end: End): number | null {
  return ENDS.find(({ value }) => value === end)?.minutes ?? null
}

/** "The grant Support", "The server Live", "Everything in Acme". */
export function coveredText({ scope, subjectName }: Pick<StopView, 'scope' | 'subjectName'>): string {
  return scope === 'organisation' ? `Everything in ${subjectName}` : `The ${scope} ${subjectName}`
}

/** Where it is set and lifted. */
export function stopUrl({ scope, subjectId }: Pick<StopView, 'scope' | 'subjectId'>): string {
  if (scope === 'grant') return `/grants/${subjectId}`
  return scope === 'server' ? `/servers/${subjectId}` : '/settings'
}

/** The stop that covers a grant on all of its servers, or a server: its own, or that of the organisation. */
export function stopOn(stops: readonly StopView[], subjectId: string): StopView | null {
  return (
    stops.find((stop) => stop.subjectId === subjectId) ??
    stops.find((stop) => stop.scope === 'organisation') ??
    null
  )
}

/** What changes when another stop holds, or one no longer does. */
export function stampOf(stops: readonly { readonly id: string }[]): string {
  return stops.map(({ id }) => id).join(' ')
}
