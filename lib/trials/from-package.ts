// A program that a client starts on its own machine cannot be read from here. Where the catalogue knows the package, its
// tools are known all the same.
import { Fault } from '#lib/fault.ts'
import { type Listing, searchCatalogue } from '#lib/listings/index.ts'

/**
 * The address in the catalogue of the server that a package is.
 * @param named as the client's file has it, a version included
 * @throws Fault not-found with a sentence that says what to do instead
 */
export async function listingOfPackage(named: string): Promise<string> {
  const wanted = bare(named)
  const { items } = await searchCatalogue({ q: lastPart(wanted), kind: 'servers' })
  const found = items.find((item): item is typeof item & Listing => 'endpoint' in item && isOf(item, wanted))
  if (found === undefined)
    throw new Fault(
      'not-found',
      `${named} runs on your machine, and the catalogue does not hold its tools. Print its tools/list there, and paste that.`,
    )
  return found.slug
}

function isOf({ name, endpoint, tools }: Listing, wanted: string): boolean {
  if (tools === 0) return false
  const words = endpoint?.kind === 'stdio' ? endpoint.command.split(/\s+/) : []
  return [name, ...words].some((word) => bare(word) === wanted)
}

/** Without its version, in small letters. */
function bare(named: string): string {
  return named.replace(/(?<=.)[@:][^@:/]*$/, '').toLowerCase()
}

function lastPart(named: string): string {
  return (named.split('/').at(-1) ?? named).slice(0, 100)
}
