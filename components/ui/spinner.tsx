import { LoaderCircle } from 'lucide-react'

/** Decoration: say what is happening in words beside it. */
export function Spinner() {
  return <LoaderCircle aria-hidden className="size-4 animate-spin" />
}
