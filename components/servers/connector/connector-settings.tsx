'use client'

import { useState } from 'react'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { CommandPanel } from './command-panel.tsx'

export type RotateConnector = (input: { serverId: string }) => Promise<ActionResult<{ connectorKey: string }>>

type ConnectorSettingsProps = {
  server: { id: string; name: string }
  keyEnd: string
  origin: string
  rotate: RotateConnector
}

/** The command again, and a new key for it. */
export function ConnectorSettings({ server, keyEnd, origin, rotate }: ConnectorSettingsProps) {
  const [key, setKey] = useState<string | null>(null)

  async function rotateNow(): Promise<string | null> {
    const result = await rotate({ serverId: server.id }).catch(
      () => ({ ok: false, fault: NO_ANSWER }) as const,
    )
    if (!result.ok) return result.fault.message
    setKey(result.value.connectorKey)
    toast.success('New key made. Start the connector again with it.')
    return null
  }

  return (
    <div className="flex flex-col gap-5">
      <CommandPanel serverId={server.id} origin={origin} connectorKey={key} />
      <div className="flex flex-wrap items-center gap-3">
        <AlertDialog
          title={`Replace the connector key of ${server.name}?`}
          description="The old key stops working at once, and a connector that uses it is cut off. Calls are refused until it is started again with the new key."
          action="Replace key"
          onConfirm={rotateNow}
          trigger={<Button>Replace key</Button>}
        />
        <p className="text-13 text-ink-3">
          {key ? (
            'The new key stands in the command above. It is shown this once.'
          ) : (
            <>
              The key ends in <span className="code">{keyEnd}</span>. It was shown once.
            </>
          )}
        </p>
      </div>
    </div>
  )
}
