export const scrimStyle =
  'fixed inset-0 z-50 bg-scrim transition-opacity duration-160 data-ending-style:opacity-0 data-starting-style:opacity-0'

const panel = 'flex flex-col bg-raised text-ink shadow-dialog outline-none forced-colors:border'

/** On a phone it is a sheet at the lower edge. */
export const dialogStyle = `${panel} m-auto max-h-[min(46rem,calc(100dvh-32px))] w-[calc(100vw-32px)] rounded-lg transition-[opacity,scale] duration-160 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0 max-sm:mb-0 max-sm:w-full max-sm:rounded-b-none`

export const drawerStyle = `${panel} ml-auto h-dvh w-full max-w-xl transition-[opacity,transform] duration-160 data-ending-style:translate-x-6 data-ending-style:opacity-0 data-starting-style:translate-x-6 data-starting-style:opacity-0 sm:my-2 sm:mr-2 sm:h-[calc(100dvh-16px)] sm:rounded-lg`
