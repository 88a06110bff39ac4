'use client'

import { usePathname } from 'next/navigation'
import { toast } from '#components/ui/toaster.tsx'
import { useLive } from './live.ts'

// What a person has to see at once; the rest stands in the lists.
const SHOWN = /^(approval\.asked$|stop\.)/

/** Says what has just happened, where it concerns whoever looks at any page. */
export function NewsToasts() {
  const path = usePathname()
  useLive('news', ({ news }) => {
    if (document.visibilityState !== 'visible') return
    if (!SHOWN.test(news.kind) && news.severity !== 'critical') return
    // The inbox shows what was asked.
    if (news.kind === 'approval.asked' && path.startsWith('/approvals')) return
    toast.news(news.title, news.sentence, news.path)
  })
  return null
}
