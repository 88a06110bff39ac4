'use client'

import { clsx } from 'clsx'
import { Ellipsis, Trash2 } from 'lucide-react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { useCommands } from '../editor-context.ts'
import { useBoard } from './board-context.ts'

type CardControlsProps = { name: string; selected: boolean; touch: boolean; ghost: boolean }

/** What a pointer does with a card beside dragging it. No tab stops: the keyboard has keys for each. */
export function CardControls({ name, selected, touch, ghost }: CardControlsProps) {
  const commands = useCommands()
  const board = useBoard()
  const buttonStyle = clsx(
    'relative flex items-center justify-center rounded-sm text-ink-2 hover:bg-hover hover:text-ink [&_svg]:size-4',
    touch ? 'h-full w-11' : 'size-5 after:absolute after:-inset-1',
  )
  return (
    <span
      className={clsx(
        'absolute flex items-center rounded-sm bg-surface',
        touch ? 'inset-y-0 right-0' : 'right-1 bottom-[3px] h-5 gap-2 pl-2',
      )}
    >
      <span className={clsx('flex', touch && 'h-full w-11 items-center justify-center @max-[18rem]:hidden')}>
        <Checkbox
          tabIndex={-1}
          aria-label={`Select ${name}`}
          checked={selected}
          onCheckedChange={(_, { event }) => {
            if ('shiftKey' in event && event.shiftKey) board.extendTo(name)
            else commands.select({ type: 'toggle', name })
          }}
        />
      </span>
      {ghost ? (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Remove ${name} from the policy`}
          title="Remove from the policy"
          className={buttonStyle}
          onClick={() => commands.forget([name])}
        >
          <Trash2 aria-hidden />
        </button>
      ) : null}
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Move ${name}`}
        aria-haspopup="menu"
        className={buttonStyle}
        onClick={(event) =>
          commands.openMenu(name, event.currentTarget.closest('[data-tool]') ?? event.currentTarget)
        }
      >
        <Ellipsis aria-hidden />
      </button>
    </span>
  )
}
