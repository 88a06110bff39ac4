// How a call reaches a server behind a connector: through the replica that holds the tunnel.
import type { Sent, UpstreamRequest } from '#lib/upstream/index.ts'
import { type Hop, NotHeld, type Pass } from '../hop/index.ts'
import { CONNECTOR } from './connectors.ts'
import { connectorAway } from './faults.ts'

/** @throws {Fault} upstream-away where no connector is connected, and what the tunnel and the hop throw */
export async function throughConnector(
  hop: Hop | undefined,
  organisationId: string,
  request: UpstreamRequest,
  pass: Pass,
): Promise<Sent> {
  if (!hop) throw connectorAway()
  try {
    return await hop.to({ kind: CONNECTOR, organisationId, id: pass.serverId }, request, pass)
  } catch (error) {
    if (error instanceof NotHeld) throw connectorAway()
    throw error
  }
}
