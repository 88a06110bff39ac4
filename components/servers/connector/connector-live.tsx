'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { ConnectorState } from './connector-state.tsx'
import type { ConnectorView } from './connector-view.ts'
import { useConnector } from './use-connector.ts'

type ConnectorLiveProps = { serverId: string; connector: ConnectorView; tools: number }

/** The state as it changes; what stands below is read again when the connector comes, goes, or was read. */
export function ConnectorLive({ serverId, connector, tools }: ConnectorLiveProps) {
  const router = useRouter()
  const news = useConnector(serverId)
  const known = useRef('')
  const seen = news ? JSON.stringify([news.connector.state, news.checkedAt, news.tools.length]) : ''
  useEffect(() => {
    if (seen === '') return
    const isFirst = known.current === ''
    const isOld = isFirst && news?.connector.state === connector.state && news.tools.length === tools
    known.current = seen
    if (!isOld) router.refresh()
  }, [seen, news, connector.state, tools, router])
  return <ConnectorState connector={news?.connector ?? connector} />
}
