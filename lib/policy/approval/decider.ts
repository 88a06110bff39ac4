// Who may decide about an approval (A4).

/** From where a decision came. A grant's own connection is the agent's, whatever it says. */
export type Decider =
  | {
      readonly kind: 'member'
      readonly organisation: string
      /** Whether the member's role has the permission. */
      readonly mayDecide: boolean
      /** `link`: the dashboard as a signed link opened it, its member signed in. */
      readonly through: 'dashboard' | 'api' | 'link'
    }
  | { readonly kind: 'visitor' }
  | { readonly kind: 'grant' }

const SURFACES: readonly string[] = ['dashboard', 'api', 'link']

/** Why someone may not decide, as a sentence; null where they may. */
export function obstacleToDeciding(decider: Decider, organisation: string): string | null {
  if (decider.kind === 'grant')
    return 'An agent cannot decide about its own calls. Ask a member of the organisation.'
  if (decider.kind !== 'member') return 'Sign in to decide about this call.'
  if (decider.organisation !== organisation) return 'There is no such approval.'
  if (!SURFACES.includes(decider.through)) return 'Decide about this call in the dashboard.'
  if (decider.mayDecide !== true) return 'Deciding takes an approver of the organisation. Ask someone who is.'
  return null
}
