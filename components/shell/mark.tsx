import { clsx } from 'clsx'
import { MARK_CLOSED, MARK_OPEN } from './mark-path.ts'

type MarkProps = { closed?: boolean; className?: string }

/** The portcullis: three bars and two rails in a rounded square. Closed, its bars stand 2 px lower. */
export function Mark({ closed, className }: MarkProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="currentColor"
      className={clsx('size-5 shrink-0', className)}
    >
      <path d={closed ? MARK_CLOSED : MARK_OPEN} />
    </svg>
  )
}
