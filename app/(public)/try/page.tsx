import type { Metadata } from 'next'
import { TryForm } from '#components/trial/try-form.tsx'
import { tryAction } from './actions.ts'

export const metadata: Metadata = {
  title: 'Try your server',
  description:
    'Paste an MCP server’s address, a client’s file or a tools/list, and see its tools on the policy board: rated, with the recommended policy, and a call to try. No account.',
  alternates: { canonical: '/try' },
}

const FACTS = [
  {
    title: 'What happens',
    text: 'The tools are read once and rated by what they can do. The board opens with the recommended policy; every verdict on it is the evaluator’s own.',
  },
  {
    title: 'What stays with you',
    text: 'Of a client’s file only names and addresses are sent. Environment variables, headers and arguments never leave this page. An address is read as you typed it, and kept without its query and whatever looks like a key.',
  },
  {
    title: 'What is kept',
    text: 'The tools and your draft, for seven days, at an address that only you know. Sign up, and both are yours; nothing is published before you do it.',
  },
]

export default function TryPage() {
  return (
    <div className="mx-auto w-full max-w-[1200px] px-4 pt-10 pb-20 sm:px-6 sm:pt-14">
      <h1 className="max-w-2xl font-semibold text-28">Try it on your own server</h1>
      <p className="mt-3 max-w-xl text-16 text-ink-2">
        See what its tools can do and which calls a policy would let through, before you sign up.
      </p>
      <div className="mt-8 grid gap-x-14 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          <TryForm action={tryAction} />
          <noscript>
            <p className="mt-4 text-13 text-ink-2">
              Without JavaScript the whole paste is sent here. Environment variables, headers and arguments
              are dropped before anything is done with it, and kept nowhere.
            </p>
          </noscript>
        </div>
        <dl className="flex flex-col gap-6">
          {FACTS.map(({ title, text }) => (
            <div key={title}>
              <dt className="font-semibold text-14">{title}</dt>
              <dd className="mt-1 text-14 text-ink-2">{text}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  )
}
