export const EXPIRIES = ['never', '1d', '7d', '30d', '90d', '365d'] as const
export type Expiry = (typeof EXPIRIES)[number]

export const EXPIRY_LABELS: Record<Expiry, string> = {
  never: 'Never',
  '1d': 'In 1 day',
  '7d': 'In 7 days',
  '30d': 'In 30 days',
  '90d': 'In 90 days',
  '365d': 'In a year',
}

const DAY_MS = 86_400_000

/** The instant as ISO text, or null for never. `now` in milliseconds since the epoch. */
export function expiresAt(expiry: Expiry, now: number): string | null {
  return expiry === 'never' ? null : new Date(now + Number.parseInt(expiry, 10) * DAY_MS).toISOString()
}
