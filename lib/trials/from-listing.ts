// A rule that was set on a page of the catalogue, laid into the recommended policy of its server.
import type { TrialRow } from '#lib/data/trials.ts'
import { Fault } from '#lib/fault.ts'
import { ruleFor } from '#lib/guide/index.ts'
import { isJsonObject, type JsonObject, member, parseJson } from '#lib/json/index.ts'
import { findListing, type Listing, listListedTools } from '#lib/listings/index.ts'
import { readAddress, visible } from '#lib/paste/index.ts'
import {
  type Category,
  type Command,
  childPointer,
  edit,
  type Lane,
  recommendedPolicy,
  type Severity,
} from '#lib/policy/index.ts'
import { classifyTools } from '#lib/servers/index.ts'
import { definitionHash } from '#lib/upstream/index.ts'
import { countTrial, keep } from './start.ts'
import { packTrialTools, type TrialTool } from './tools.ts'
import type { Visitor } from './visitor.ts'

/** What somebody chose for a tool of the catalogue. */
export type ChosenRule = { readonly tool: string; readonly treatment: Lane; readonly amount?: number }

type Classified = { readonly name: string; readonly category: Category; readonly severity: Severity }

/**
 * Begins a trial of a server of the catalogue.
 * @param slug its address there
 * @param rule for one of its tools; null for the recommended policy
 * @returns the trial's id
 * @throws Fault not-found, too-many-attempts, too-large, limit-reached
 */
export async function startTrialOfListing(
  visitor: Visitor,
  slug: string,
  rule: ChosenRule | null,
): Promise<string> {
  await countTrial(visitor)
  const listing = await findListing(slug)
  const tools = listing === null ? [] : await toolsOf(slug)
  if (listing === null || tools.length === 0)
    throw new Fault('not-found', 'The catalogue has no such server with tools. Look for it by its name.')
  const classified = classifyTools(listing.name, tools)
  if (rule !== null && !classified.some(({ name }) => name === rule.tool))
    throw new Fault('not-found', 'The server has no such tool any more. Open its page again.')
  const draft = rule === null ? null : draftWith(classified, rule)
  const steps = keep(visitor, { ...rowOf(listing), ...packTrialTools(tools), draft })
  for (;;) {
    const step = await steps.next()
    if (step.done) return step.value
  }
}

/** The recommended policy of all tools, with the chosen rule for one; null where that is the same. */
export function draftWith(tools: readonly Classified[], rule: ChosenRule): string | null {
  const recommended = recommendedPolicy(tools)
  const tool = tools.find(({ name }) => name === rule.tool)
  if (tool === undefined) return null
  const { treatment, document } = ruleFor(tool, rule.treatment, rule.amount)
  // The rule's own page says so where no document can name the tool.
  if (treatment !== rule.treatment) return null
  // Hidden is all that it is: the board would keep an entry for the tool's return.
  const moved =
    treatment === 'hide'
      ? edit(edit(recommended, { type: 'remove-entry', tool: tool.name }).text, move(tool.name, 'hide'))
      : edit(recommended, move(tool.name, 'allow'))
  const entry = entryOf(document, tool.name)
  const text =
    entry === null
      ? moved.text
      : edit(moved.text, { type: 'set', pointer: childPointer('/tools', tool.name), value: entry }).text
  return text === recommended ? null : text
}

function move(tool: string, to: Lane): Command {
  return { type: 'move', tools: [tool], to }
}

function entryOf(document: JsonObject, tool: string): JsonObject | null {
  const tools = member(document, 'tools')
  const entry = isJsonObject(tools) ? member(tools, tool) : undefined
  return isJsonObject(entry) ? entry : null
}

async function toolsOf(slug: string): Promise<TrialTool[]> {
  const found: TrialTool[] = []
  let cursor: string | undefined
  do {
    const page = await listListedTools(slug, { cursor })
    for (const { name, definition } of page.items)
      found.push({ name, definition, hash: definitionHash(parseJson(definition, BOUNDS)) })
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && found.length <= MOST)
  return found
}

// As many as a trial has room for, and one page to see that there are more.
const MOST = 2000
const BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }

function rowOf({ name, endpoint }: Listing): Omit<TrialRow, 'tools' | 'toolCount' | 'draft'> {
  const isRemote = endpoint !== null && endpoint.kind !== 'stdio'
  const address = isRemote ? readAddress(endpoint.url) : null
  return {
    source: 'catalogue',
    name: visible(name) || 'Server',
    url: address?.url ?? '',
    urlWhole: address?.isWhole ?? false,
    transport: isRemote ? endpoint.kind : null,
    ...{ protocol: null, serverInfo: null },
  }
}
