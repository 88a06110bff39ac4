/** Anything that floats: a menu, a popover, a list of choices. The only things with a shadow. */
export const floatStyle =
  'rounded-md bg-raised text-ink shadow-float outline-none origin-(--transform-origin) transition-[opacity,scale] duration-120 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0 forced-colors:border'
