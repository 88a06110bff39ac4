import { ATTACKS } from '#lib/attacks/index.ts'
import { env } from '#lib/env.ts'
import { countCatalogue, searchCatalogue } from '#lib/listings/index.ts'
import { count, countsWords, dayWords, escaped, RISK_LEVELS, serverPath } from '#lib/pages/index.ts'
import { readManual } from '../docs/read-manual.ts'
import { titleOf } from '../mcp-servers/read-pages.ts'
import { twinAnswer } from '../twin-answer.ts'

/** What a language model needs to find its way: where each thing stands, and in which form (llmstxt.org). */
export async function GET(): Promise<Response> {
  const { appUrl } = env()
  const [totals, servers, { chapters }] = await Promise.all([
    countCatalogue(),
    searchCatalogue({ kind: 'servers' }),
    readManual(),
  ])
  const asOf = totals.asOf ? `, as of ${dayWords(totals.asOf)}` : ''
  const lines = [
    '# Portcullis',
    '',
    '> A policy gateway for MCP servers, and a catalogue of what the tools of MCP servers can do.',
    '',
    `The catalogue has ${count(totals.tools, 'tool')} of ${count(totals.servers, 'server')}${asOf}. Each has a category (Read, Write, Execute, Destructive, Financial, Other), a severity, the words of its definition that decided, and a policy document that can be published as it is.`,
    '',
    '## Forms of a page',
    '',
    `- A server: ${appUrl}/mcp-servers/{server}, with .md or .json behind it; its policy: ${appUrl}/mcp-servers/{server}/policy.json`,
    `- A tool: ${appUrl}/mcp-servers/{server}/{tool}, with .md or .json behind it; its policy: ${appUrl}/mcp-servers/{server}/{tool}/policy.json`,
    `- Search: ${appUrl}/mcp-servers?q={words}&kind=tools&category={category}&severity={severity}`,
    `- [All addresses](${appUrl}/sitemap.xml)`,
    `- [The schema of policies](${appUrl}/schemas/policy/1.json)`,
    '',
    '## By risk',
    '',
    ...Object.entries(RISK_LEVELS).map(
      ([level, { severity, says }]) =>
        `- [${severity}](${appUrl}/risk/${level}): ${says} (${count(totals.severities[severity], 'tool')})`,
    ),
    '',
    '## Docs',
    '',
    ...chapters.flatMap(({ pages }) =>
      pages.map(
        ({ slug, title, summary }) =>
          `- [${escaped(title, 80)}](${appUrl}/docs/${slug}.md): ${escaped(summary, 200)}`,
      ),
    ),
    '',
    '## Attacks',
    '',
    `- [${ATTACKS.length} attacks on agents and MCP servers](${appUrl}/attacks.md): how each works, the rule against it, and which tools it uses; one: ${appUrl}/attacks/{attack}, with .md or .json behind it`,
    '',
    '## Servers',
    '',
    ...servers.items.map(
      (listing) =>
        `- [${escaped(titleOf(listing), 80)}](${appUrl}${serverPath(listing.slug)}.md): ${countsWords(listing.tools, listing.counts)}`,
    ),
  ]
  return twinAnswer(`${lines.join('\n')}\n`, 'text/plain')
}

export const dynamic = 'force-dynamic'
