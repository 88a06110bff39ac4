import type { ReactNode } from 'react'

type EmptyStateProps = {
  icon?: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
  /** It is all that the page says, so its title is the page's own. */
  isPage?: boolean
}

/** Nothing here yet: one sentence, one action. */
export function EmptyState({ icon, title, children, action, isPage = false }: EmptyStateProps) {
  const Title = isPage ? 'h1' : 'h2'
  return (
    <div className="flex flex-col items-center rounded-md border border-line border-dashed px-6 py-14 text-center">
      {icon ? (
        <span aria-hidden className="mb-3 text-ink-3 [&_svg]:size-6 [&_svg]:stroke-[1.5]">
          {icon}
        </span>
      ) : null}
      <Title className="font-medium text-14">{title}</Title>
      {children ? <p className="mt-1 max-w-md text-13 text-ink-2">{children}</p> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  )
}
