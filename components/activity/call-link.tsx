'use client'

import { useRouter } from 'next/navigation'
import type { MouseEvent } from 'react'
import { type CallLine, callUrl } from './call-view.ts'

type CallLinkProps = {
  call: CallLine
  /** Where the call opens beside its list. */
  href: string
}

/** Opens a call: beside the list with a plain click, as a page of its own in a new tab, by its address, or without JavaScript. */
export function CallLink({ call, href }: CallLinkProps) {
  const router = useRouter()
  function open(event: MouseEvent) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    router.push(href, { scroll: false })
  }
  return (
    <a
      href={callUrl(call)}
      onClick={open}
      title={call.tool || call.method}
      className="code block min-w-0 truncate rounded-sm text-13 after:absolute after:inset-0"
    >
      {call.tool || call.method}
    </a>
  )
}
