/** What every text control looks like. 16 px on touch screens, or the phone zooms into the field. */
export const controlStyle =
  'w-full min-w-0 rounded-md border border-line-strong/60 bg-surface px-2.5 text-14 text-ink transition-[border-color] hover:border-line-strong focus-visible:border-focus focus-visible:outline-offset-0 focus-visible:outline-1 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-3 data-invalid:border-ink coarse:text-16'
