'use client'

import { Bell, Ellipsis } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { CHANNEL_KINDS, type ChannelActions, type ChannelRow, sentTo } from './rows.ts'
import { ShownOnce } from './shown-once.tsx'
import { useSoon } from './use-soon.ts'

type ChannelListProps = { channels: readonly ChannelRow[]; actions: ChannelActions }

export function ChannelList({ channels, actions }: ChannelListProps) {
  const [secret, setSecret] = useState<{ name: string; text: string } | null>(null)
  if (channels.length === 0) {
    return (
      <EmptyState icon={<Bell />} title="Nobody is told yet">
        Add a channel to hear of servers that are down, definitions that changed and calls that wait.
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <ul className="divide-y divide-line rounded-md border border-line">
        {channels.map((channel) => (
          <Channel
            key={channel.id}
            channel={channel}
            actions={actions}
            onSecret={(text) => setSecret({ name: channel.name, text })}
          />
        ))}
      </ul>
      {secret ? <ShownOnce name={secret.name} secret={secret.text} /> : null}
    </div>
  )
}

type ChannelProps = { channel: ChannelRow; actions: ChannelActions; onSecret: (text: string) => void }

function Channel({ channel, actions, onSecret }: ChannelProps) {
  const router = useRouter()
  const soon = useSoon()
  const [deleting, setDeleting] = useState(false)
  const channelId = channel.id

  async function act<T>(work: Promise<ActionResult<T>>, done: string): Promise<T | null> {
    const result = await work.catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) {
      toast.error(result.fault.message)
      return null
    }
    toast.success(done)
    router.refresh()
    return result.value
  }

  async function remove(): Promise<string | null> {
    const result = await actions.remove({ channelId }).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    toast.success(`${channel.name} deleted`)
    router.refresh()
    return null
  }

  return (
    <li className="flex items-start justify-between gap-3 px-4 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="truncate font-medium">{channel.name}</span>
          <Badge>{CHANNEL_KINDS[channel.kind]}</Badge>
          {channel.isOn ? null : <Badge dashed>Off</Badge>}
          {channel.isOn && channel.failingSince ? <Badge dashed>Failing</Badge> : null}
        </p>
        <p className="mt-0.5 break-words text-13 text-ink-2">
          <span className="code">{channel.target}</span> · {sentTo(channel)}
        </p>
        {channel.offReason ? <p className="mt-1 text-13 text-ink-2">{channel.offReason}</p> : null}
        {channel.isOn && channel.failingSince ? (
          <p className="mt-1 text-13 text-ink-2">
            Nothing has reached it since <RelativeTime at={channel.failingSince} />.
          </p>
        ) : null}
      </div>
      <Menu
        trigger={
          <IconButton label={`Actions for ${channel.name}`} variant="quiet" size="sm">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuItem
          disabled={!channel.isOn}
          onSelect={() => {
            void act(actions.test({ channelId }), 'A test is on its way').then(soon)
          }}
        >
          Send test
        </MenuItem>
        <MenuItem
          onSelect={() => {
            const done = `${channel.name} is ${channel.isOn ? 'off' : 'on'}`
            void act(actions.turn({ channelId, isOn: !channel.isOn }), done)
          }}
        >
          {channel.isOn ? 'Turn off' : 'Turn on'}
        </MenuItem>
        {channel.kind === 'webhook' ? (
          <MenuItem
            onSelect={() => {
              const rotated = act(actions.rotate({ channelId }), 'For a day, both secrets sign')
              void rotated.then((value) => value && onSecret(value.secret))
            }}
          >
            Rotate secret
          </MenuItem>
        ) : null}
        <MenuSeparator />
        <MenuItem onSelect={() => setDeleting(true)}>Delete…</MenuItem>
      </Menu>
      <AlertDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete ${channel.name}?`}
        description="Nothing more is sent to it, and what was sent is forgotten. This cannot be undone."
        action="Delete channel"
        onConfirm={remove}
      />
    </li>
  )
}
