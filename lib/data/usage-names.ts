// The names of what figures are told of. A call outlives its server and its grant: those have no name here.
import { database } from './client.ts'
import type { Organisation } from './model.ts'

/** Names of servers by id. */
export async function nameServers(
  { id: organisationId }: Organisation,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await database().server.findMany({
    where: { organisationId, id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Labels of grants by id, revoked ones among them. */
export async function nameGrants(
  { id: organisationId }: Organisation,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await database().grant.findMany({
    where: { organisationId, id: { in: [...ids] } },
    select: { id: true, label: true },
  })
  return new Map(rows.map(({ id, label }) => [id, label]))
}
