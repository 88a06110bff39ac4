// What gateways saw of clients, for whoever connects one.
import { database } from './client.ts'
import type { Organisation } from './model.ts'

export type ConnectAttempt = {
  /** The same for as long as the attempt is the same one, made again. */
  readonly id: string
  readonly serverId: string
  readonly grantId: string
  readonly stage: 'connected' | 'listed' | 'refused'
  readonly code: string
  readonly client: string
  readonly times: number
  readonly firstAt: Date
  readonly lastAt: Date
}

const MOST = 400

/** Those that were made, or made again, from an instant on (ISO 8601); newest first. */
export async function readAttempts(organisation: Organisation, from: string): Promise<ConnectAttempt[]> {
  const rows = await database().connectAttempt.findMany({
    // Its dates are in milliseconds, rounded: one more.
    where: { organisationId: organisation.id, lastAt: { gte: new Date(Date.parse(from) - 1) } },
    orderBy: { lastAt: 'desc' },
    take: MOST,
  })
  return rows.map(({ serverId, grantId, stage, code, client, times, firstAt, lastAt }) => ({
    id: JSON.stringify([serverId, grantId, stage, code, client]),
    serverId,
    grantId,
    stage: stage === 'connected' || stage === 'listed' ? stage : 'refused',
    code,
    client,
    times: Number(times),
    firstAt,
    lastAt,
  }))
}
