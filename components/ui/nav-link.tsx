'use client'

import Link from 'next/link'
import { type ComponentProps, useState } from 'react'

/**
 * A link that stands on every page. Its target is fetched when a pointer or the focus comes near, not
 * as soon as it is seen: five pages fetched with each page are work for the very moment when it opens.
 */
export function NavLink({ onPointerEnter, onFocus, onTouchStart, ...rest }: ComponentProps<typeof Link>) {
  const [near, setNear] = useState(false)
  return (
    <Link
      {...rest}
      prefetch={near ? null : false}
      onPointerEnter={(event) => {
        setNear(true)
        onPointerEnter?.(event)
      }}
      onFocus={(event) => {
        setNear(true)
        onFocus?.(event)
      }}
      onTouchStart={(event) => {
        setNear(true)
        onTouchStart?.(event)
      }}
    />
  )
}
