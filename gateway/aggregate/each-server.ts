import type { NamedServer } from '#lib/data/admission/index.ts'

// As many as one request may keep busy at once: the places of its grant are for others, too.
const AT_ONCE = 8

/** Asks every server, a few at once. @returns what came of each, in the servers' order @throws what `ask` throws first */
export async function eachServer<Result>(
  servers: readonly NamedServer[],
  ask: (server: NamedServer) => Promise<Result>,
): Promise<[NamedServer, Result][]> {
  const found = new Map<NamedServer, Result>()
  const waiting = [...servers]
  const work = async () => {
    for (let server = waiting.shift(); server; server = waiting.shift()) found.set(server, await ask(server))
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, servers.length) }, work))
  return servers.flatMap((server) => {
    const result = found.get(server)
    return result === undefined ? [] : [[server, result] as [NamedServer, Result]]
  })
}
