'use client'

import { clsx } from 'clsx'
import { useEffect, useRef } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { Demo } from './demo-state.ts'

/** The document that the board is a view of, with the lines of the last move marked. */
export function DemoDocument({ demo }: { demo: Demo }) {
  const box = useRef<HTMLPreElement>(null)
  const lines = markedLines(demo)
  // What has just been written comes into sight, inside its box only.
  useEffect(() => {
    if (demo.changed.length === 0) return
    const mark = box.current?.querySelector<HTMLElement>('[data-marked]')
    if (mark && box.current) box.current.scrollTop = mark.offsetTop - box.current.clientHeight / 3
  }, [demo])
  return (
    <figure className="flex min-w-0 flex-col">
      <figcaption className="flex min-h-10 items-center justify-between border-line border-b pr-1.5 pl-4">
        <span className="code text-12 text-ink-3">policy.json</span>
        <CopyButton text={demo.text} label="Copy policy" variant="quiet" />
      </figcaption>
      <pre
        ref={box}
        {...{ tabIndex: 0, role: 'group', 'aria-label': 'Policy as JSON' }}
        className="relative min-h-0 flex-1 basis-56 overflow-auto bg-sunken py-2 -outline-offset-2"
      >
        {lines.map((line) => (
          <code
            key={line.number}
            data-marked={line.marked ? '' : undefined}
            className={clsx(
              'code block min-w-max whitespace-pre px-4 text-12 leading-5 transition-colors',
              line.marked ? 'bg-pressed text-ink' : 'text-ink-2',
            )}
          >
            {line.text || ' '}
          </code>
        ))}
      </pre>
    </figure>
  )
}

function markedLines(demo: Demo): { number: number; text: string; marked: boolean }[] {
  let offset = 0
  return demo.text
    .trimEnd()
    .split('\n')
    .map((text, number) => {
      const from = offset + (text.length - text.trimStart().length)
      const to = offset + text.length
      offset += text.length + 1
      return { number, text, marked: demo.changed.some((range) => range.from < to && range.to > from + 1) }
    })
}
