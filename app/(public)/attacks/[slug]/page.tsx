import type { Metadata } from 'next'
import { AttackBadges } from '#components/attacks/attack-badges.tsx'
import { AttackSections } from '#components/attacks/attack-sections.tsx'
import { CoverageMark } from '#components/attacks/coverage-mark.tsx'
import { ContactForm } from '#components/catalogue/contact-form.tsx'
import { Missing } from '#components/public/missing.tsx'
import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { type Attack, dateWords, findAttack, KIND_WORDS } from '#lib/attacks/index.ts'
import { env } from '#lib/env.ts'
import { attackPath, attackStructuredData } from '#lib/pages/index.ts'
import { one, type SearchParams } from '../../../search-params.ts'
import { pageMetadata } from '../../mcp-servers/page-metadata.ts'
import { readAttackPage } from '../read-attack.ts'

type Props = { params: Promise<{ slug: string }>; searchParams: SearchParams }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const attack = findAttack((await params).slug)
  if (!attack) return { title: 'Not found' }
  return pageMetadata({
    path: attackPath(attack.slug),
    title: `${attack.title} (${KIND_WORDS[attack.kind].word.toLowerCase()}, ${dateWords(attack.date)})`,
    description: attack.summary,
  })
}

export default async function AttackPageOf({ params, searchParams }: Props) {
  const page = await readAttackPage((await params).slug)
  if (!page) return <Missing all={{ href: '/attacks', words: 'See all attacks' }} />
  const { attack, path } = page
  const { contact } = await searchParams
  return (
    <Page>
      <script type="application/ld+json">{attackStructuredData(page, env().appUrl)}</script>
      <PageHeader
        breadcrumb={[{ label: 'Attacks', href: '/attacks' }]}
        title={attack.title}
        meta={<AttackBadges attack={attack} />}
        description={<AttackFacts attack={attack} />}
      />
      <p className="max-w-3xl pb-8 text-16">{attack.summary}</p>
      <AttackSections page={page} />
      <ContactForm path={path} outcome={one(contact)} />
      <p className="border-line border-t pt-6 text-13 text-ink-3">
        This page as{' '}
        <a href={`${path}.md`} className="link">
          Markdown
        </a>{' '}
        and{' '}
        <a href={`${path}.json`} className="link">
          JSON
        </a>
        .
      </p>
    </Page>
  )
}

function AttackFacts({ attack: { date, ids, defence } }: { attack: Attack }) {
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-13">
      <time dateTime={date}>{dateWords(date)}</time>
      <CoverageMark coverage={defence.coverage} />
      {ids.map((id) => (
        <span key={id} className="code text-12">
          {id}
        </span>
      ))}
    </span>
  )
}
