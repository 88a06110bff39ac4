'use client'

import { Component, type RefObject } from 'react'

type LeaveBeforeProps = {
  /** Around all cards. */
  place: RefObject<HTMLElement | null>
  /** The lane of the card that has the focus. */
  standsIn: string | undefined
}

/**
 * Takes the focus from a card that is about to move to another lane, where it is another element. A browser
 * asks for the whole layout when a focused element is taken away, and would do so in the middle of the
 * changes; before the first of them, which only a class component hears of, it has nothing to lay out.
 */
export class LeaveBefore extends Component<LeaveBeforeProps> {
  override getSnapshotBeforeUpdate(before: LeaveBeforeProps): null {
    const focused = document.activeElement
    const moves = before.standsIn !== this.props.standsIn
    if (moves && focused instanceof HTMLElement && this.props.place.current?.contains(focused)) focused.blur()
    return null
  }

  // React wants it beside a snapshot.
  override componentDidUpdate(): void {}

  override render(): null {
    return null
  }
}
