import { clsx } from 'clsx'
import { EyeOff, ShieldCheck, ShieldHalf } from 'lucide-react'
import { COVERAGE_WORDS, type Coverage } from '#lib/attacks/index.ts'

const ICONS = { stops: ShieldCheck, narrows: ShieldHalf, outside: EyeOff } as const

/** What the gateway can do about an attack, as shape and words. */
export function CoverageMark({ coverage, className }: { coverage: Coverage; className?: string }) {
  const { word, says } = COVERAGE_WORDS[coverage]
  const Icon = ICONS[coverage]
  return (
    <span title={says} className={clsx('inline-flex items-center gap-1.5 whitespace-nowrap', className)}>
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2} />
      {word}
    </span>
  )
}
