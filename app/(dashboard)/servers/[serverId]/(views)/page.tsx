import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ServerTools } from '#components/servers/server-tools.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { StripSkeleton } from '#components/usage/usage-strip.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { may, obstacle } from '#lib/role.ts'
import { getServer, listToolChanges, listTools } from '#lib/servers/index.ts'
import { one, type SearchParams } from '../../../../search-params.ts'
import { found } from '../../../found.ts'
import { WeekStrip } from '../../../week-strip.tsx'
import { acceptToolsAction, rejectToolsAction, resetCategoryAction, setCategoryAction } from './actions.ts'
import { ServerFrame } from './server-frame.tsx'

export const metadata: Metadata = { title: 'Tools' }

type ServerToolsPageProps = { params: Promise<{ serverId: string }>; searchParams: SearchParams }

/** `?tool=` opens that tool's definition. */
export default async function ServerToolsPage({ params, searchParams }: ServerToolsPageProps) {
  const { serverId } = await params
  const query = await searchParams
  const member = await requireMember()
  const server = await found(getServer(member, serverId))
  const [tools, reviews] = await found(
    Promise.all([listTools(member, serverId), listToolChanges(member, serverId)]),
  )
  const why = obstacle(member, 'tools.accept')
  return (
    <ServerFrame member={member} server={server}>
      <Suspense fallback={<StripSkeleton />}>
        <WeekStrip member={member} of={{ server: server.id }} />
      </Suspense>
      {why && reviews.length > 0 ? (
        <Notice className="mb-4" title="Tools wait to be accepted">
          {why}
        </Notice>
      ) : null}
      <ServerTools
        serverId={server.id}
        isUnread={server.status === 'waiting'}
        tools={tools}
        opened={one(query.tool) ?? null}
        reviews={reviews}
        acts={may(member, 'tools.accept') ? { accept: acceptToolsAction, reject: rejectToolsAction } : null}
        categories={
          may(member, 'tools.classify') ? { set: setCategoryAction, reset: resetCategoryAction } : null
        }
      />
    </ServerFrame>
  )
}
