import { AddChannel } from '#components/notifications/add-channel.tsx'
import { ChannelList } from '#components/notifications/channel-list.tsx'
import { DeliveryList } from '#components/notifications/delivery-list.tsx'
import { EventList } from '#components/notifications/event-list.tsx'
import { Section } from '#components/ui/section.tsx'
import type { Member, NoticedEvent } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { TEST_KIND, wordsOf } from '#lib/messages/index.ts'
import { listChannels, listDeliveries, listEvents } from '#lib/notices/index.ts'
import { may } from '#lib/role.ts'
import {
  createChannelAction,
  deleteChannelAction,
  replayDeliveryAction,
  rotateChannelAction,
  testChannelAction,
  turnChannelAction,
} from './channel-actions.ts'

const LAST = 10
const ACTIONS = {
  create: createChannelAction,
  turn: turnChannelAction,
  remove: deleteChannelAction,
  rotate: rotateChannelAction,
  test: testChannelAction,
  replay: replayDeliveryAction,
}

/** Where people are told, what was sent there, and what there was to tell. */
export async function Notifications({ member, addresses }: { member: Member; addresses: readonly string[] }) {
  const isAdmin = may(member, 'channels.manage')
  const [channels, deliveries, events] = await Promise.all([
    isAdmin ? listChannels(member) : null,
    isAdmin ? listDeliveries(member) : null,
    listEvents(member),
  ])
  const on = new Set(channels?.filter((channel) => channel.isOn).map((channel) => channel.id))
  return (
    <>
      <div id="notifications" className="scroll-mt-4" />
      <Section
        title="Notifications"
        description="Where people are told when something needs them. Each cause is told of once, until it is over."
      >
        {channels && deliveries ? (
          <div className="flex flex-col gap-6">
            <ChannelList channels={channels} actions={ACTIONS} />
            <AddChannel create={createChannelAction} addresses={addresses} hasMail={env().smtpUrl !== ''} />
            <div>
              <h3 className="mb-2 font-medium text-13">Last deliveries</h3>
              <DeliveryList
                replay={replayDeliveryAction}
                deliveries={deliveries.items.slice(0, LAST).map(({ event, ...row }) => ({
                  ...row,
                  title: wordsOf(event).title,
                  severity: event.severity,
                  at: row.triedAt ?? event.at,
                  canReplay: row.status !== 'waiting' && on.has(row.channelId),
                }))}
              />
            </div>
          </div>
        ) : (
          <p className="text-13 text-ink-3">It takes an admin to see and change the channels there are.</p>
        )}
      </Section>
      <Section title="Recent events" description="What there was to tell, whether or not a channel took it.">
        <EventList events={events.items.filter(isNoTest).slice(0, LAST).map(rowOf)} />
      </Section>
    </>
  )
}

function isNoTest(event: NoticedEvent): boolean {
  return event.kind !== TEST_KIND
}

function rowOf(event: NoticedEvent) {
  const { id, at, severity } = event
  return { id, at, severity, ...wordsOf(event) }
}
