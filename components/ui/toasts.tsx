'use client'

import { Check, CircleAlert, Info } from 'lucide-react'
import { useEffect } from 'react'
import { Toaster as Sonner, toast } from 'sonner'
import { useTheme } from '#components/shell/theme.ts'

export type Toast = typeof toast

/** The list of toasts itself. @param onReady called once a toast would be seen */
export function Toasts({ onReady }: { onReady: (show: Toast) => void }) {
  const theme = useTheme()
  useEffect(() => onReady(toast), [onReady])
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      gap={8}
      offset={16}
      // Its own style names a font.
      style={{ fontFamily: 'inherit' }}
      mobileOffset={{ bottom: 72, left: 12, right: 12 }}
      icons={{
        success: <Check aria-hidden className="size-4" />,
        error: <CircleAlert aria-hidden className="size-4" />,
        info: <Info aria-hidden className="size-4" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-2.5 rounded-md bg-raised px-3.5 py-3 text-ink text-14 shadow-float sm:w-90',
          title: 'font-medium',
          description: 'text-13 text-ink-2',
          content: 'min-w-0 flex-1',
          actionButton: 'ml-auto shrink-0 rounded-sm px-2 py-1 font-medium text-13 hover:bg-hover',
          closeButton: 'hidden',
        },
      }}
    />
  )
}
