'use client'

import { Dialog } from '#components/ui/dialog.tsx'
import { Kbd } from '#components/ui/kbd.tsx'

const SHORTCUTS: readonly {
  title: string
  keys: readonly (readonly [keys: readonly string[], says: string])[]
}[] = [
  {
    title: 'Find and choose',
    keys: [
      [['↑', '↓', '←', '→'], 'Walk over the cards or rows'],
      [['Space'], 'Select or unselect'],
      [['Shift', '↑ ↓'], 'Select a range'],
      [['Ctrl', 'A'], 'Select all that are shown'],
      [['Esc'], 'Clear the selection, close the panel'],
      [['/'], 'Search'],
    ],
  },
  {
    title: 'Decide',
    keys: [
      [['1'], 'Allow'],
      [['2'], 'Limit'],
      [['3'], 'Approve'],
      [['4'], 'Deny'],
      [['5'], 'Hide'],
      [['M'], 'The card’s menu'],
      [['↵'], 'Open the rule'],
      [['Del'], 'Remove what is gone from the server'],
    ],
  },
  {
    title: 'Anywhere',
    keys: [
      [['Ctrl', 'Z'], 'Undo'],
      [['Ctrl', 'Shift', 'Z'], 'Redo'],
      [['?'], 'This list'],
    ],
  },
]

type ShortcutSheetProps = { open: boolean; onOpenChange: (open: boolean) => void }

export function ShortcutSheet({ open, onOpenChange }: ShortcutSheetProps) {
  return (
    <Dialog
      title="Keyboard shortcuts"
      description="On a Mac, Ctrl is ⌘. Letters and digits count while a card has the focus."
      size="lg"
      open={open}
      onOpenChange={onOpenChange}
    >
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        {SHORTCUTS.map((group) => (
          <section key={group.title} className="first:row-span-2">
            <h3 className="mb-1.5 font-medium text-13 text-ink-3">{group.title}</h3>
            <dl className="space-y-1.5">
              {group.keys.map(([keys, says]) => (
                <div key={says} className="flex items-center justify-between gap-4">
                  <dt className="order-2 flex shrink-0 gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd className="text-14">{says}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
