'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { connectCommand, EXAMPLES } from './connect-command.ts'

type CommandPanelProps = {
  serverId: string
  /** The gateway's origin. */
  origin: string
  /** Null after the one time it was shown: a placeholder then stands for it. */
  connectorKey: string | null
}

/** What starts the server, typed here and nowhere kept, and the command to paste with it. */
export function CommandPanel({ serverId, origin, connectorKey }: CommandPanelProps) {
  const [command, setCommand] = useState('')
  return (
    <div className="flex flex-col gap-4">
      <Field
        label="Command that starts the server"
        name="command"
        hint="As you would type it in a terminal. It stays in this page and becomes part of the command below."
      >
        <Input
          mono
          value={command}
          onValueChange={setCommand}
          placeholder="node server.js"
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <div className="-mt-2 flex flex-wrap items-center gap-1.5">
        <span className="text-13 text-ink-3">For example:</span>
        {EXAMPLES.map((example) => (
          <Button key={example.name} variant="quiet" size="sm" onClick={() => setCommand(example.command)}>
            {example.name}
          </Button>
        ))}
      </div>
      <CodeBlock
        label="In Portcullis’ folder, on the machine where the server runs"
        code={connectCommand({ origin, serverId, key: connectorKey, command })}
        copyLabel="Copy command"
        wrap
      />
    </div>
  )
}
