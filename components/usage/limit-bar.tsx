import { clsx } from 'clsx'

/** From here on a limit is near its end; people are told of it then, too. */
export const NEAR = 0.8

/** How much of a limit is used. Decoration: the words beside it say the same; near its end it is framed, too. */
export function LimitBar({ share }: { share: number }) {
  const isNear = share >= NEAR
  return (
    <div
      aria-hidden
      className={clsx(
        'h-2 overflow-hidden rounded-sm border bg-sunken',
        isNear ? 'border-ink text-ink' : 'border-line-strong text-ink-3',
      )}
    >
      <svg aria-hidden viewBox="0 0 100 8" preserveAspectRatio="none" className="block size-full">
        <rect width={Math.min(100, share * 100)} height="8" fill="currentColor" />
      </svg>
    </div>
  )
}
