import Link from 'next/link'
import { type Attack, dateWords } from '#lib/attacks/index.ts'
import { attackPath } from '#lib/pages/index.ts'
import { AttackBadges } from './attack-badges.tsx'
import { CoverageMark } from './coverage-mark.tsx'

/** Attacks, each a link to its page. */
export function AttackList({ attacks }: { attacks: readonly Attack[] }) {
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface">
      {attacks.map((attack) => (
        <li key={attack.slug} className="relative px-4 py-3 transition-colors hover:bg-hover">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
            <Link
              href={attackPath(attack.slug)}
              prefetch={false}
              className="min-w-0 rounded-sm font-medium text-14 after:absolute after:inset-0"
            >
              {attack.title}
            </Link>
            <AttackBadges attack={attack} />
            <span className="flex items-center gap-3 text-12 text-ink-3 sm:ml-auto">
              <CoverageMark coverage={attack.defence.coverage} className="text-ink-2" />
              <time dateTime={attack.date}>{dateWords(attack.date)}</time>
            </span>
          </div>
          <p className="mt-1 line-clamp-2 max-w-3xl text-13 text-ink-2">{attack.summary}</p>
        </li>
      ))}
    </ul>
  )
}
