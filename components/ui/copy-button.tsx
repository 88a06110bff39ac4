'use client'

import { clsx } from 'clsx'
import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { type ButtonSize, type ButtonVariant, buttonStyle, iconButtonStyle } from './button-style.ts'

type CopyButtonProps = {
  text: string
  /** The verb and its object: "Copy URL". Shown unless `iconOnly`, and always the accessible name. */
  label?: string
  iconOnly?: boolean
  variant?: ButtonVariant
  size?: ButtonSize
  className?: string
}

const SHOWN_MS = 1500

export function CopyButton(props: CopyButtonProps) {
  const { text, label = 'Copy', iconOnly, size = 'sm', className } = props
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function copy() {
    setState((await written(text)) ? 'copied' : 'failed')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setState('idle'), SHOWN_MS)
  }

  const variant = props.variant ?? (iconOnly ? 'quiet' : 'secondary')
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={iconOnly ? label : undefined}
      title={iconOnly ? label : undefined}
      className={clsx(iconOnly ? iconButtonStyle(variant, size) : buttonStyle(variant, size), className)}
    >
      {state === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
      {iconOnly ? null : label}
      <span aria-live="polite" className="sr-only">
        {state === 'copied'
          ? 'Copied'
          : state === 'failed'
            ? 'Copying was refused. Select the text instead.'
            : ''}
      </span>
    </button>
  )
}

/** Pages served over plain http from another machine have no clipboard API; the old way still works there. */
async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.setAttribute('readonly', '')
    area.className = 'sr-only'
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}
