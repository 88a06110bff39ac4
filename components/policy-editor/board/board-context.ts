'use client'

// What a card needs of the board around it; one object for the board's whole life.
import { createContext, type KeyboardEvent, useContext } from 'react'

export type BoardControls = {
  /** Tells where a card's element is, so that it can be given the focus; returns the way to forget it. */
  readonly register: (name: string, element: HTMLElement) => () => void
  /** Whether one of the cards has the focus, or is about to get it. */
  readonly hasFocus: () => boolean
  /** A key on the card itself. */
  readonly press: (event: KeyboardEvent, name: string) => void
  /** Selects from the anchor to this card. */
  readonly extendTo: (name: string) => void
}

export const BoardContext = createContext<BoardControls | null>(null)

export function useBoard(): BoardControls {
  const board = useContext(BoardContext)
  if (board === null) throw new Error('useBoard outside of the board')
  return board
}
