import { ShieldQuestion } from 'lucide-react'
import type { Metadata } from 'next'
import { AttackList } from '#components/attacks/attack-list.tsx'
import { FilterLinks } from '#components/catalogue/filter-links.tsx'
import { SearchForm } from '#components/public/search-form.tsx'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import {
  ATTACK_CLASSES,
  ATTACK_KINDS,
  ATTACKS,
  CLASS_WORDS,
  KIND_WORDS,
  searchAttacks,
} from '#lib/attacks/index.ts'
import { env } from '#lib/env.ts'
import { attacksStructuredData, count } from '#lib/pages/index.ts'
import type { SearchParams } from '../../search-params.ts'
import { pageMetadata } from '../mcp-servers/page-metadata.ts'
import { attacksHref, attacksViewOf } from './attacks-view.ts'

type Props = { searchParams: SearchParams }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return pageMetadata({
    path: '/attacks',
    title: 'Attacks on agents and MCP servers',
    description: `${ATTACKS.length} incidents, demonstrations, vulnerabilities and patterns: how each works, which rule stops it, and what no gateway sees.`,
    isView: attacksHref(attacksViewOf(await searchParams)) !== '/attacks',
  })
}

export default async function AttacksPage({ searchParams }: Props) {
  const view = attacksViewOf(await searchParams)
  const { attacks, byClass, byKind } = searchAttacks(view)
  const all = (counts: ReadonlyMap<string, number>) =>
    [...counts.values()].reduce((sum, each) => sum + each, 0)
  return (
    <Page>
      <script type="application/ld+json">{attacksStructuredData(ATTACKS, env().appUrl)}</script>
      <header className="pt-8 pb-6">
        <h1 className="font-semibold text-28">Attacks</h1>
        <p className="mt-1 max-w-2xl text-16 text-ink-2">
          What has been done to agents and MCP servers, or shown to work: step by step, with sources, the rule
          that stops it, and what a gateway cannot see.
        </p>
        <SearchForm
          action="/attacks"
          label="Search attacks"
          placeholder="Search attacks, products, CVE numbers"
          query={view.q}
          within={{ class: view.class, kind: view.kind }}
          size="lg"
          className="mt-5 max-w-xl"
        />
      </header>
      <div className="flex flex-col items-start gap-2 pb-4">
        <FilterLinks
          label="Kind"
          links={[undefined, ...ATTACK_KINDS].map((kind) => ({
            href: attacksHref({ ...view, kind }),
            label: kind === undefined ? 'Any kind' : KIND_WORDS[kind].word,
            count: kind === undefined ? all(byKind) : (byKind.get(kind) ?? 0),
            isOn: view.kind === kind,
          }))}
        />
        <FilterLinks
          label="Class"
          links={[undefined, ...ATTACK_CLASSES].map((of) => ({
            href: attacksHref({ ...view, class: of }),
            label: of === undefined ? 'Any class' : CLASS_WORDS[of],
            count: of === undefined ? all(byClass) : (byClass.get(of) ?? 0),
            isOn: view.class === of,
          }))}
        />
      </div>
      {attacks.length === 0 ? (
        <EmptyState
          icon={<ShieldQuestion />}
          title="No attack fits"
          action={
            <LinkButton href="/attacks" prefetch={false}>
              Show all {ATTACKS.length}
            </LinkButton>
          }
        >
          Nothing in the library has all of these words in this class and kind.
        </EmptyState>
      ) : (
        <>
          <p className="pb-2 text-13 text-ink-3">{count(attacks.length, 'attack')}, the newest first</p>
          <AttackList attacks={attacks} />
        </>
      )}
    </Page>
  )
}
