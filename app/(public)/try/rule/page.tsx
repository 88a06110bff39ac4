import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { RuleWizard, wizardFor } from '#components/wizard/index.ts'
import { subjectOf } from '#lib/catalogue/index.ts'
import { parseJson } from '#lib/json/index.ts'
import { findListedTool } from '#lib/listings/index.ts'
import { one, type SearchParams } from '../../../search-params.ts'
import { readChosen } from './chosen-rule.ts'

export const metadata: Metadata = { title: 'A rule for a tool', robots: { index: false } }

// The definitions were bounded when they were taken.
const BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }

/** The wizard of a tool's page where no script runs: the chosen rule, and the form to choose another. */
export default async function RulePage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams
  const chosen = readChosen((name) => one(query[name]) ?? '')
  const found = chosen && (await findListedTool(chosen.server, chosen.tool))
  if (!chosen || !found) notFound()
  const { listing, tool } = found
  const { slug, name, category, severity } = tool
  const { description, inputSchema } = subjectOf(name, parseJson(tool.definition, BOUNDS))
  const subject = { slug, name, category, severity, inputSchema, description: description ?? '' }
  return (
    <div className="mx-auto w-full max-w-[760px] px-4 pt-8 pb-20 sm:px-6">
      <p className="text-13 text-ink-2">
        <Link href={`/mcp-servers/${listing.slug}/${slug}`} prefetch={false} className="link break-all">
          {name} of {listing.title || listing.name}
        </Link>
      </p>
      <h1 className="mt-2 mb-6 font-semibold text-28">
        A rule for <span className="code [overflow-wrap:anywhere]">{name}</span>
      </h1>
      <RuleWizard {...wizardFor(listing, subject, chosen)} />
    </div>
  )
}
