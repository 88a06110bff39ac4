import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** The column a page stands in: gutter 24 (16 on a phone), at most 1,200 px. The board does without. */
export function Page({ children, narrow }: { children: ReactNode; narrow?: boolean }) {
  return (
    <div className={clsx('mx-auto w-full px-4 pb-16 sm:px-6', narrow ? 'max-w-[760px]' : 'max-w-[1200px]')}>
      {children}
    </div>
  )
}
