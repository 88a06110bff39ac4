'use client'

import { useMedia } from '#components/ui/use-media.ts'

/** True where the main pointer is a finger, which cannot hover. */
export function useTouch(): boolean {
  return useMedia('(pointer: coarse)', false)
}

/** True on anything wider than a phone. */
export function useRoomy(): boolean {
  return useMedia('(min-width: 40rem)', true)
}

/** True where the five lanes stand side by side, and a panel beside them. */
export function useWide(): boolean {
  return useMedia('(min-width: 64rem)', true)
}

/** True where the inspector and the code pane both fit beside the lanes. */
export function useVeryWide(): boolean {
  return useMedia('(min-width: 108rem)', false)
}
