import { FlaskConical } from 'lucide-react'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { lookIn, packTools, VIEW_COOKIE } from '#components/policy-editor/index.ts'
import { TrialEditor } from '#components/trial/trial-editor.tsx'
import { TrialPlain } from '#components/trial/trial-plain.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { canSignUp, currentMember } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'
import { getTrial, type Trial } from '#lib/trials/index.ts'
import { one, type SearchParams } from '../../../search-params.ts'
import { saveTrialDraftAction } from './actions.ts'
import { trialSummary } from './trial-values.ts'

// Its address is what opens it: no list may hold it.
export const metadata: Metadata = { title: 'Draft', robots: { index: false, follow: false } }

type TrialPageProps = { params: Promise<{ trialId: string }>; searchParams: SearchParams }

// No loading.tsx beside it: what comes after one is put in its place by a script, and the editor draws its own frame.
/** `?tool=` what to open · `?code=1` · the rest is how the board is looked at. */
export default async function TrialPage({ params, searchParams }: TrialPageProps) {
  const [{ trialId }, query, member, signUpOpen] = await Promise.all([
    params,
    searchParams,
    currentMember(),
    canSignUp(),
  ])
  const trial = await getTrial(trialId).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'not-found') return error
    throw error
  })
  if (trial instanceof Fault) return <Ended title="There is no such draft">{trial.message}</Ended>
  if (trial.claim !== null) {
    const isOwn = member?.organisation.id === trial.claim.organisationId
    return (
      <Ended title="This draft was claimed" href={isOwn ? `/claim/${trialId}` : null}>
        {isOwn
          ? 'It belongs to your organisation now.'
          : 'It belongs to an account now, and is not open to others any more.'}
      </Ended>
    )
  }
  const remembered = (await cookies()).get(VIEW_COOKIE)?.value
  const keep = keepOf(trialId, member !== null, signUpOpen)
  return (
    <main id="content">
      <TrialEditor
        server={{ id: trialId, name: trial.name }}
        tools={packTools(trial.tools.map(trialSummary))}
        draft={trial.draft}
        target={{ tool: one(query.tool) ?? null, rule: null, code: one(query.code) === '1' }}
        look={lookIn(query, remembered)}
        {...keep}
        endsAt={trial.expiresAt}
        save={saveTrialDraftAction}
      />
      <noscript>
        <TrialPlain name={trial.name} tools={trial.tools} draft={trial.draft} {...keep} />
      </noscript>
      <nav
        aria-label="More"
        className="flex h-16 items-center justify-between border-line border-t px-4 text-14 sm:hidden"
      >
        <LinkButton href="/try" variant="quiet">
          Try another
        </LinkButton>
        {member ? null : (
          <LinkButton href={`/sign-in?trial=${encodeURIComponent(trialId)}`} variant="quiet">
            Sign in
          </LinkButton>
        )}
      </nav>
    </main>
  )
}

function keepOf(trialId: string, isSignedIn: boolean, signUpOpen: boolean) {
  const id = encodeURIComponent(trialId)
  if (isSignedIn) return { keepHref: `/claim/${id}`, keepWords: 'Keep it' }
  return signUpOpen
    ? { keepHref: `/sign-up?trial=${id}`, keepWords: 'Sign up to keep it' }
    : { keepHref: `/sign-in?trial=${id}`, keepWords: 'Sign in to keep it' }
}

function Ended({ title, children, href }: { title: string; children: Trial['name']; href?: string | null }) {
  return (
    <main id="content" className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center px-4">
      <EmptyState
        isPage
        icon={<FlaskConical />}
        title={title}
        action={
          <>
            {href ? (
              <LinkButton href={href} variant="primary">
                Open it
              </LinkButton>
            ) : null}
            <LinkButton href="/try">Try a server</LinkButton>
          </>
        }
      >
        {children}
      </EmptyState>
    </main>
  )
}
