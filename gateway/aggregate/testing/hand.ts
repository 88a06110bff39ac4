// A legacy session with the address of all servers, by hand.
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { type HandClient, openByHand } from '../../testing/hand-client.ts'
import type { Harness } from '../../testing/harness.ts'

export function openAll(gate: Harness, tenant: Tenant, capabilities: object = {}): Promise<HandClient> {
  return openByHand({ ...gate, url: () => `${gate.origin}/mcp/` }, tenant, capabilities)
}
