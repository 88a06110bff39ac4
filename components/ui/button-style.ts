import { clsx } from 'clsx'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'sm' | 'md' | 'lg'

const BASE =
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-[background-color,border-color,color,opacity] aria-disabled:cursor-not-allowed aria-disabled:opacity-50 disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0'

const VARIANTS: Record<ButtonVariant, string> = {
  primary:
    'bg-accent text-on-accent not-aria-disabled:hover:bg-accent-hover forced-colors:border forced-colors:border-current',
  secondary:
    'border border-line bg-surface text-ink not-aria-disabled:hover:bg-hover not-aria-disabled:active:bg-pressed data-popup-open:bg-hover',
  quiet:
    'text-ink-2 not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-ink not-aria-disabled:active:bg-pressed data-popup-open:bg-hover data-popup-open:text-ink',
  danger:
    'bg-ink text-on-ink not-aria-disabled:hover:opacity-85 forced-colors:border forced-colors:border-current',
}

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-7 px-2.5 text-13 coarse:h-10',
  md: 'h-8 px-3 text-14 coarse:h-10',
  lg: 'h-10 px-4 text-14 coarse:h-11',
}

const SQUARES: Record<ButtonSize, string> = {
  sm: 'size-7 coarse:size-10',
  md: 'size-8 coarse:size-10',
  lg: 'size-10 coarse:size-11',
}

/** The classes of a button, for an element that must look like one. One primary per page. */
export function buttonStyle(variant: ButtonVariant = 'secondary', size: ButtonSize = 'md'): string {
  return clsx(BASE, VARIANTS[variant], SIZES[size])
}

/** A square button that holds one icon. */
export function iconButtonStyle(variant: ButtonVariant = 'quiet', size: ButtonSize = 'md'): string {
  return clsx(BASE, VARIANTS[variant], SQUARES[size])
}
