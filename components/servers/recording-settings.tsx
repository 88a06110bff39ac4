'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'

type Mode = 'names' | 'mentioned' | 'all'
export type RecordingView = {
  readonly mode: Mode
  readonly days: number
  readonly callDays: number
  readonly erasedAt: Date | null
  readonly holdsValues: boolean
}
export type ChangeRecording = (input: {
  serverId: string
  mode?: Mode
  days?: number
}) => Promise<ActionResult<null>>

type RecordingSettingsProps = {
  server: { id: string; name: string }
  recording: RecordingView
  change: ChangeRecording
  erase: (input: { serverId: string }) => Promise<ActionResult<null>>
}

const MODES: readonly { mode: Mode; name: string; says: string }[] = [
  {
    mode: 'names',
    name: 'Names only',
    says: 'Which arguments a call had, never what they said. Replays cannot judge rules about values.',
  },
  {
    mode: 'mentioned',
    name: 'What the policy mentions',
    says: 'The values that conditions and amounts of the policy read, and no others. Enough to replay those rules.',
  },
  { mode: 'all', name: 'All values', says: 'Everything an agent sends as arguments, up to 16 kB of a call.' },
]

/** What is recorded of arguments, for how long, and the end of what there is. */
export function RecordingSettings({ server, recording, change, erase }: RecordingSettingsProps) {
  const router = useRouter()
  const [mode, setMode] = useState(recording.mode)
  const kept = Math.min(recording.days, recording.callDays)
  const [days, setDays] = useState(String(kept))
  const [asking, setAsking] = useState(false)
  const { run, pending, fault } = useAction(change)
  const wanted = /^\d{1,4}$/.test(days.trim()) ? Number(days) : Number.NaN
  const isSound = wanted >= 1 && wanted <= recording.callDays
  const isChanged = mode !== recording.mode || wanted !== kept
  const input = {
    serverId: server.id,
    ...(mode !== recording.mode && { mode }),
    ...(wanted !== kept && { days: wanted }),
  }

  function saved() {
    toast.success('Recording saved')
    router.refresh()
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!isSound || !isChanged) return
    // A shorter time deletes, so it is asked about first.
    if (wanted < kept && recording.holdsValues) return setAsking(true)
    if ((await run(input))?.ok) saved()
  }

  async function shorten(): Promise<string | null> {
    const result = await change(input).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    saved()
    return null
  }

  async function eraseNow(): Promise<string | null> {
    const result = await erase({ serverId: server.id }).catch(
      () => ({ ok: false, fault: NO_ANSWER }) as const,
    )
    if (!result.ok) return result.fault.message
    toast.success('Recorded values erased')
    router.refresh()
    return null
  }

  return (
    <div className="flex flex-col gap-5">
      <Form onSubmit={submit} noValidate className="flex flex-col gap-3">
        <fieldset className="flex flex-col gap-1">
          <legend className="sr-only">What is recorded of arguments</legend>
          {MODES.map((each) => (
            <Choice
              key={each.mode}
              name={each.name}
              says={each.says}
              checked={mode === each.mode}
              onChoose={() => setMode(each.mode)}
            />
          ))}
        </fieldset>
        <Field
          label="Days to keep values"
          name="days"
          error={
            isSound || days.trim() === '' ? null : `Write a number of days from 1 to ${recording.callDays}.`
          }
          hint={`At most ${recording.callDays}: the calls themselves are kept for as long.`}
        >
          <div className="w-24">
            <Input value={days} onValueChange={setDays} inputMode="numeric" maxLength={4} />
          </div>
        </Field>
        <FaultProblem fault={fault} />
        <div>
          <Button type="submit" pending={pending} disabled={!isSound || !isChanged}>
            Save recording
          </Button>
        </div>
      </Form>
      <div className="flex flex-col items-start gap-2 border-line border-t pt-4">
        <p className="text-13 text-ink-2">
          {recording.holdsValues
            ? 'There are recorded values of this server.'
            : 'No values of this server are recorded now.'}
          {recording.erasedAt ? (
            <>
              {' '}
              Last erased <RelativeTime at={recording.erasedAt} />.
            </>
          ) : null}
        </p>
        <AlertDialog
          title={`Erase the recorded values of ${server.name}?`}
          description="From this moment nobody can read them, and replays know nothing of them. The calls stay on record, with the names of their arguments. This cannot be undone."
          action="Erase values"
          typeToConfirm={server.name}
          onConfirm={eraseNow}
          trigger={<Button>Erase values now</Button>}
        />
      </div>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Keep values for ${wanted === 1 ? '1 day' : `${wanted} days`}?`}
        description="Older values are deleted. This cannot be undone."
        action="Delete older values"
        onConfirm={shorten}
      />
    </div>
  )
}

type ChoiceProps = { name: string; says: string; checked: boolean; onChoose: () => void }

function Choice({ name, says, checked, onChoose }: ChoiceProps) {
  const id = useId()
  return (
    <label className="flex items-start gap-2.5 rounded-md border border-transparent px-2 py-1.5 hover:bg-hover has-checked:border-line-strong has-checked:bg-sunken">
      <input
        type="radio"
        name="record"
        checked={checked}
        onChange={onChoose}
        aria-label={name}
        aria-describedby={id}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0">
        <span className="block font-medium text-14">{name}</span>
        <span id={id} className="block text-13 text-ink-2">
          {says}
        </span>
      </span>
    </label>
  )
}
