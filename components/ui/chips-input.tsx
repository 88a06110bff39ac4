'use client'

import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { type Ref, useRef, useState } from 'react'

type ChipsInputProps = {
  /** The accessible name. */
  label: string
  chips: readonly string[]
  /** Takes typed texts as further chips; false where one is none, and the text stays to be corrected. */
  onAdd: (texts: readonly string[]) => boolean
  onRemove: (index: number) => void
  /** What is typed and no chip yet; not told when it has become one. */
  onTyped?: (text: string) => void
  placeholder?: string
  disabled?: boolean
  invalid?: boolean
  describedBy?: string
  mono?: boolean
  /** A comma parts one from the next, also in what is pasted. */
  commas?: boolean
  inputRef?: Ref<HTMLInputElement>
}

/** A list of texts: Enter adds one (a comma too, where texts hold none), Backspace in the empty field takes the last. */
export function ChipsInput(props: ChipsInputProps) {
  const { chips, disabled } = props
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const type = (next: string) => {
    setText(next)
    props.onTyped?.(next)
  }
  const take = () => {
    // What is in quotes or brackets is one text, whatever it holds.
    const isWhole = !props.commas || /^\s*["[{]/.test(text)
    const texts = (isWhole ? [text] : text.split(/[,\n]/)).map((each) => each.trim()).filter(Boolean)
    if (texts.length > 0 && props.onAdd(texts)) setText('')
  }
  return (
    <div
      className={clsx(
        'flex min-h-8 flex-wrap items-center gap-1 rounded-md border border-line-strong/60 bg-surface p-0.5 has-focus-visible:border-focus has-focus-visible:outline-1 has-focus-visible:outline-focus has-[[aria-invalid=true]]:border-ink coarse:min-h-11',
        disabled && 'bg-sunken',
      )}
    >
      <ul className="contents" aria-label={`${props.label}: chosen`}>
        {chips.map((chip, index) => (
          <li
            key={chip}
            className="flex h-6.5 min-w-0 max-w-full items-center rounded-sm bg-hover pl-2 text-13 coarse:h-9"
          >
            <span title={chip} className={clsx('truncate', props.mono && 'code')}>
              {chip}
            </span>
            <button
              type="button"
              disabled={disabled}
              aria-label={`Remove ${chip}`}
              onClick={() => {
                props.onRemove(index)
                input.current?.focus()
              }}
              className="grid size-6 shrink-0 place-items-center rounded-sm text-ink-3 hover:text-ink coarse:size-9"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
      <input
        ref={(node) => {
          input.current = node
          if (typeof props.inputRef === 'function') props.inputRef(node)
        }}
        aria-label={props.label}
        aria-invalid={props.invalid || undefined}
        aria-describedby={props.describedBy}
        disabled={disabled}
        value={text}
        placeholder={chips.length === 0 ? props.placeholder : undefined}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => {
          const isComma = event.key === ',' && props.commas === true && !/^\s*["[{]/.test(text)
          if ((event.key === 'Enter' || isComma) && text.trim() !== '') take()
          else if (event.key === 'Backspace' && text === '' && chips.length > 0)
            props.onRemove(chips.length - 1)
          else return
          event.preventDefault()
        }}
        className={clsx(
          'h-6.5 min-w-24 flex-1 bg-transparent px-2 text-14 text-ink outline-none placeholder:text-ink-3 coarse:h-9 coarse:text-16',
          props.mono && 'code',
        )}
      />
    </div>
  )
}
