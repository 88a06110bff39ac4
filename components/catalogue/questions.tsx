import { Revealed } from '#components/servers/review/revealed.tsx'
import type { Question } from '#lib/guide/index.ts'

/** Questions with their answers open: whoever searches a page finds them. */
export function Questions({ questions }: { questions: readonly Question[] }) {
  return (
    <dl className="grid gap-x-10 gap-y-6 md:grid-cols-2">
      {questions.map(({ question, answer }) => (
        <div key={question} className="min-w-0">
          <dt className="font-medium text-14 [overflow-wrap:anywhere]">
            <Revealed text={question} />
          </dt>
          <dd className="mt-1 text-14 text-ink-2 [overflow-wrap:anywhere]">
            <Revealed text={answer} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
