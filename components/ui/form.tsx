'use client'

import { type ComponentProps, type RefObject, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { takeOver } from './early.ts'

type FormProps = Omit<ComponentProps<'form'>, 'action' | 'method' | 'ref'> & {
  ref?: RefObject<HTMLFormElement | null>
}

/**
 * A form that its component sends. Sent before that lives, it waits for it; where scripts never come, what was typed goes
 * into no address, and a sentence says why nothing happens.
 */
export function Form({ ref, children, ...rest }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  useImperativeHandle(ref, () => form.current as HTMLFormElement)
  useTakeOver(form)
  return (
    <form {...rest} ref={form} method="post" data-waits="">
      {children}
      <noscript>
        <p className="text-13 text-ink-2">This form needs JavaScript, which is off in this browser.</p>
      </noscript>
    </form>
  )
}

/** The same for a form with an address of its own, marked `data-waits`. */
export function useTakeOver(form: RefObject<HTMLFormElement | null>): void {
  useLayoutEffect(() => {
    if (form.current) takeOver(form.current)
  }, [form])
}
