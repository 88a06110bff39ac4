import { LazyDemo } from '#components/landing/demo-lazy.tsx'
import { LandingOrder } from '#components/landing/landing-order.tsx'
import { LandingSteps } from '#components/landing/landing-steps.tsx'
import { PublicFooter } from '#components/public/public-footer.tsx'
import { PublicHeader } from '#components/public/public-header.tsx'
import { SkipLink } from '#components/shell/skip-link.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { canSignUp, currentMember } from '#lib/auth/index.ts'

const INSTALL = 'cd portcullis\nnpm start'

export default async function LandingPage() {
  const [member, signUpOpen] = await Promise.all([currentMember(), canSignUp()])
  return (
    <>
      <SkipLink />
      <PublicHeader
        signUpOpen={signUpOpen}
        account={
          member ? (
            <LinkButton href="/overview" prefetch={false}>
              Open dashboard
            </LinkButton>
          ) : undefined
        }
      />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-[1200px] px-4 pb-24 outline-none sm:px-6"
      >
        <section className="grid items-end gap-x-12 gap-y-8 pt-12 pb-10 sm:pt-20 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div>
            <h1 className="max-w-2xl font-semibold text-28 sm:text-40">Decide what your agents may call.</h1>
            <p className="mt-4 max-w-xl text-16 text-ink-2">
              Portcullis stands between MCP clients and MCP servers. Every tool call passes your policy first:
              allowed, limited, denied or hidden.
            </p>
            <div className="mt-6 flex flex-wrap gap-2">
              {member ? (
                <LinkButton href="/overview" prefetch={false} variant="primary" size="lg">
                  Open dashboard
                </LinkButton>
              ) : (
                <LinkButton
                  href={signUpOpen ? '/sign-up' : '/sign-in'}
                  prefetch={false}
                  variant="primary"
                  size="lg"
                >
                  {signUpOpen ? 'Protect a server' : 'Sign in'}
                </LinkButton>
              )}
              <LinkButton href="/try" prefetch={false} size="lg">
                Try it on your server
              </LinkButton>
            </div>
          </div>
          <CodeBlock label="Terminal" code={INSTALL} copyLabel="Copy" />
        </section>

        <section aria-labelledby="try-title">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 pb-3">
            <h2 id="try-title" className="font-semibold text-16">
              Try it on LiveTap’s tools
            </h2>
            <p className="text-13 text-ink-3">
              Drag a card, use its menu, or focus it and press 1 to 5. This is the real evaluator, in your
              browser.
            </p>
          </div>
          <LazyDemo />
        </section>

        <section aria-labelledby="steps-title" className="pt-24">
          <h2 id="steps-title" className="max-w-xl pb-8 font-semibold text-28">
            Three steps to a judged call
          </h2>
          <LandingSteps />
        </section>

        <section aria-labelledby="order-title" className="pt-24">
          <h2 id="order-title" className="font-semibold text-28">
            The first refusal wins
          </h2>
          <p className="max-w-xl pt-2 pb-8 text-16 text-ink-2">
            Every call is checked in the same order. It leaves for the server only after one committed
            transaction that found all of it still true, took its limits, and wrote its record.
          </p>
          <LandingOrder />
        </section>
      </main>
      <PublicFooter />
    </>
  )
}
