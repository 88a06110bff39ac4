'use client'

import { Check, Clock, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { NO_ANSWER } from '#components/ui/action.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import type { ChannelActions, DeliveryRow } from './rows.ts'
import { useSoon } from './use-soon.ts'

type DeliveryListProps = { deliveries: readonly DeliveryRow[]; replay: ChannelActions['replay'] }

const STATUS = {
  delivered: { word: 'Delivered', icon: <Check aria-hidden /> },
  waiting: { word: 'Waiting', icon: <Clock aria-hidden /> },
  failed: { word: 'Failed', icon: <X aria-hidden /> },
} as const

export function DeliveryList({ deliveries, replay }: DeliveryListProps) {
  if (deliveries.length === 0) return <p className="text-14 text-ink-2">Nothing was sent yet.</p>
  return (
    <Table caption="Last deliveries">
      <TableHead>
        <tr>
          <HeadCell>Event</HeadCell>
          <HeadCell>Status</HeadCell>
          <HeadCell className="max-md:hidden">When</HeadCell>
          <HeadCell>
            <span className="sr-only">Replay</span>
          </HeadCell>
        </tr>
      </TableHead>
      <TableBody>
        {deliveries.map((delivery) => (
          <TableRow key={delivery.id}>
            <Cell className="w-full max-w-0">
              <p className="truncate" title={delivery.title}>
                {delivery.title}
              </p>
              <p className="truncate text-12 text-ink-3">{delivery.channelName}</p>
              {delivery.error ? (
                <p className="mt-0.5 text-12 text-ink-2" title={delivery.excerpt || undefined}>
                  {delivery.error}
                </p>
              ) : null}
            </Cell>
            <Cell className="whitespace-nowrap">
              <Badge icon={STATUS[delivery.status].icon} dashed={delivery.status !== 'delivered'}>
                {STATUS[delivery.status].word}
              </Badge>
              {delivery.status === 'waiting' && delivery.attempts > 0 && delivery.nextAt ? (
                <p className="mt-0.5 text-12 text-ink-3">
                  again <RelativeTime at={delivery.nextAt} />
                </p>
              ) : null}
            </Cell>
            <Cell className="whitespace-nowrap text-13 text-ink-2 max-md:hidden">
              <RelativeTime at={delivery.at} />
            </Cell>
            <Cell className="text-right">
              {delivery.canReplay ? <Replay delivery={delivery} replay={replay} /> : null}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function Replay({ delivery, replay }: { delivery: DeliveryRow; replay: ChannelActions['replay'] }) {
  const router = useRouter()
  const soon = useSoon()
  const { run, pending } = useAction(replay)

  async function send() {
    const result = await run({ deliveryId: delivery.id })
    if (!result?.ok) {
      toast.error((result?.fault ?? NO_ANSWER).message)
      return
    }
    toast.success('It is on its way again')
    router.refresh()
    soon()
  }

  return (
    <Button
      size="sm"
      variant="quiet"
      pending={pending}
      onClick={() => void send()}
      aria-label={`Replay: ${delivery.title}, ${delivery.channelName}`}
    >
      Replay
    </Button>
  )
}
