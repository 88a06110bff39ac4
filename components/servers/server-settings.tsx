'use client'

import { useRouter } from 'next/navigation'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Section } from '#components/ui/section.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { ConnectorSettings, type RotateConnector } from './connector/connector-settings.tsx'
import { type ChangeRecording, RecordingSettings, type RecordingView } from './recording-settings.tsx'
import type { Refreshed } from './refresh-server.tsx'
import { AddressForm, HeadersForm, NameForm } from './server-forms.tsx'

export type ServerChange = {
  serverId: string
  name?: string
  url?: string
  headers?: Record<string, string>
}
export type UpdateServer = (input: ServerChange) => Promise<ActionResult<Refreshed>>

type ServerSettingsProps = {
  server: {
    id: string
    name: string
    url: string
    headerNames: readonly string[]
    connector: { keyEnd: string } | null
  }
  gatewayUrl: string
  /** The gateway's origin, where connectors dial. */
  origin: string
  update: UpdateServer
  remove: (input: { serverId: string }) => Promise<ActionResult<null>>
  rotate: RotateConnector
  recording: RecordingView
  changeRecording: ChangeRecording
  eraseValues: (input: { serverId: string }) => Promise<ActionResult<null>>
}

export function ServerSettings(props: ServerSettingsProps) {
  const { server, gatewayUrl, update, remove } = props
  const router = useRouter()

  async function removeNow(): Promise<string | null> {
    const result = await remove({ serverId: server.id }).catch(
      () => ({ ok: false, fault: NO_ANSWER }) as const,
    )
    if (!result.ok) return result.fault.message
    toast.success(`${server.name} deleted`)
    router.push('/servers')
    router.refresh()
    return null
  }

  return (
    <div>
      <Section title="Name">
        <NameForm server={server} update={update} />
      </Section>
      {server.connector ? (
        <Section
          title="Connector"
          description="Runs beside the server and dials out to this gateway; one process is started for each session of a client."
        >
          <ConnectorSettings
            server={server}
            keyEnd={server.connector.keyEnd}
            origin={props.origin}
            rotate={props.rotate}
          />
        </Section>
      ) : (
        <>
          <Section
            title="URL"
            description="A new URL voids what was accepted: every tool has to be accepted again. Headers are cleared."
          >
            <AddressForm server={server} update={update} />
          </Section>
          <Section
            title="Headers"
            description="Sent to the server with every call. They are encrypted and never shown; replacing sets all of them."
          >
            <HeadersForm key={server.headerNames.join()} server={server} update={update} />
          </Section>
        </>
      )}
      <Section title="Gateway URL" description="What clients are given in place of the server’s own URL.">
        <CodeBlock label="Gateway URL" code={gatewayUrl} copyLabel="Copy URL" wrap />
      </Section>
      <Section
        title="Recording"
        description={
          <>
            <p>
              What is kept of the arguments of its calls. Values are encrypted; what looks like a secret is
              left out, with a digest in its place, and long values are cut.
            </p>
            <p className="mt-2">
              Approvers and above can read them, on a call’s page and in replays. Every change here is in the
              audit log.
            </p>
          </>
        }
      >
        <RecordingSettings
          key={`${props.recording.mode} ${props.recording.days}`}
          server={server}
          recording={props.recording}
          change={props.changeRecording}
          erase={props.eraseValues}
        />
      </Section>
      <Section
        title="Delete"
        description="Its tools, policies and access are gone with it. Its calls stay in the activity."
      >
        <AlertDialog
          title={`Delete ${server.name}?`}
          description="Its tools and policies are deleted, and every grant loses it. The next call to it is refused. This cannot be undone."
          action="Delete server"
          typeToConfirm={server.name}
          onConfirm={removeNow}
          trigger={<Button>Delete server</Button>}
        />
      </Section>
    </div>
  )
}
