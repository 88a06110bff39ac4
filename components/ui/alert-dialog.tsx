'use client'

import { AlertDialog as Base } from '@base-ui/react/alert-dialog'
import { clsx } from 'clsx'
import { type FormEvent, type ReactElement, type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { dialogStyle, scrimStyle } from './dialog-style.ts'
import { Field } from './field.tsx'
import { Form } from './form.tsx'
import { Input } from './input.tsx'
import { Problem } from './problem.tsx'

type AlertDialogProps = {
  title: string
  /** What will be lost, in a sentence. */
  description: ReactNode
  /** The verb on the button: "Delete server". */
  action: string
  /** Resolves to a sentence where it did not work; the dialog then stays and shows it. */
  onConfirm: () => Promise<string | null>
  /** Where given, this text must be typed first: for what cannot be undone. */
  typeToConfirm?: string
  trigger?: ReactElement<Record<string, unknown>>
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

export function AlertDialog(props: AlertDialogProps) {
  const [own, setOwn] = useState(false)
  const open = props.open ?? own
  const setOpen = (next: boolean) => {
    setOwn(next)
    props.onOpenChange?.(next)
  }
  return (
    <Base.Root open={open} onOpenChange={setOpen}>
      {props.trigger ? <Base.Trigger render={props.trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={scrimStyle} />
        <Base.Viewport className="fixed inset-0 z-50 flex overflow-hidden">
          <Base.Popup className={clsx(dialogStyle, 'max-w-md')}>
            <Confirmation {...props} close={() => setOpen(false)} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

function Confirmation(props: AlertDialogProps & { close: () => void }) {
  const [typed, setTyped] = useState('')
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const wanted = props.typeToConfirm
  const ready = wanted === undefined || typed.trim() === wanted

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!ready || pending) return
    setPending(true)
    const sentence = await props.onConfirm().catch(() => 'The server did not answer. Try again.')
    setPending(false)
    if (sentence === null) props.close()
    else setFailure(sentence)
  }

  return (
    <Form onSubmit={submit} className="flex min-h-0 flex-col">
      <div className="flex flex-col gap-3 overflow-y-auto px-5 pt-4 pb-5">
        <Base.Title className="font-semibold text-16">{props.title}</Base.Title>
        <Base.Description render={<div />} className="text-14 text-ink-2">
          {props.description}
        </Base.Description>
        {wanted === undefined ? null : (
          <Field
            label={
              <>
                Type <span className="code select-all break-all">{wanted}</span> to confirm
              </>
            }
          >
            <Input value={typed} onValueChange={setTyped} autoComplete="off" spellCheck={false} />
          </Field>
        )}
        {failure ? <Problem>{failure}</Problem> : null}
      </div>
      <footer className="flex justify-end gap-2 border-line border-t px-5 py-3">
        <Base.Close render={<Button>Cancel</Button>} />
        <Button type="submit" variant="danger" pending={pending} disabled={!ready}>
          {props.action}
        </Button>
      </footer>
    </Form>
  )
}
