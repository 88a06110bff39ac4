import Link from 'next/link'
import { Part } from '#components/catalogue/part.tsx'
import type { AttackOnTool } from '#lib/attacks/index.ts'
import { attackPath } from '#lib/pages/index.ts'
import { AttackBadges } from './attack-badges.tsx'
import { Because } from './because.tsx'

/** The attacks that need what this tool has, each with the reason; nothing where there are none. */
export function AttacksOnTool({ found }: { found: readonly AttackOnTool[] }) {
  if (found.length === 0) return null
  return (
    <Part
      id="attacks"
      title="Attacks that use tools like it"
      description="What its definition has in common with what was attacked elsewhere. It says nothing of how well this server is made."
    >
      <ul className="divide-y divide-line rounded-md border border-line">
        {found.map(({ attack, reasons }) => (
          <li key={attack.slug} className="flex flex-col gap-1 px-4 py-3">
            <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <Link href={attackPath(attack.slug)} prefetch={false} className="link font-medium text-14">
                {attack.title}
              </Link>
              <AttackBadges attack={attack} />
            </div>
            <Because reasons={reasons} />
          </li>
        ))}
      </ul>
    </Part>
  )
}
