// The page of an attack as a value, with the tools that the catalogue holds of its sort.
import { cache } from 'react'
import { type Attack, findAttack, type Seek } from '#lib/attacks/index.ts'
import { type FoundTool, listDefinitions, searchCatalogue } from '#lib/listings/index.ts'
import { type AttackPage, affectedBy, attackPageOf, type StoredTool } from '#lib/pages/index.ts'
import { linkOf } from '../mcp-servers/read-pages.ts'

/** Null where the library has no such attack. Read once for a page, whoever asks. */
export const readAttackPage = cache(async (slug: string): Promise<AttackPage | null> => {
  const attack = findAttack(slug)
  return attack && attackPageOf(attack, affectedBy(attack, await candidatesFor(attack)))
})

// The search is by words and knows nothing of schemas: what it finds is judged by its whole definition.
async function candidatesFor({ abuses }: Attack): Promise<StoredTool[]> {
  const found = await Promise.all((abuses.seek ?? []).map(toolsFor))
  const tools = new Map(found.flat().map((tool) => [addressOf(tool.listing.slug, tool.slug), tool]))
  const definitions = await listDefinitions(
    [...tools.values()].map(({ listing, slug }) => ({ server: listing.slug, tool: slug })),
  )
  const byAddress = new Map(definitions.map((each) => [addressOf(each.server, each.tool), each]))
  return [...tools].flatMap(([address, tool]): StoredTool[] => {
    const stored = byAddress.get(address)
    if (!stored) return []
    const { definition, siblings } = stored
    return [{ ...linkOf(tool), serverName: tool.listing.name, definition, siblings }]
  })
}

async function toolsFor({ q, category }: Seek): Promise<readonly FoundTool[]> {
  return (await searchCatalogue({ kind: 'tools', q, category })).items
}

function addressOf(server: string, tool: string): string {
  return `${server}/${tool}`
}
