import { clsx } from 'clsx'
import { Search } from 'lucide-react'
import { controlStyle } from '#components/ui/control-style.ts'

type SearchFormProps = {
  /** Where the words go: a page that reads `q`. */
  action?: string
  placeholder?: string
  /** Two on one page differ in it. */
  label?: string
  query?: string
  /** Filters that the words are searched within. */
  within?: Readonly<Record<string, string | undefined>>
  size?: 'md' | 'lg'
  className?: string
}

/** The search over the catalogue: a plain form, so it needs no script, and its words stand in the address. */
export function SearchForm({
  action = '/mcp-servers',
  placeholder = 'Search servers and tools',
  label = 'Search the catalogue',
  query,
  within = {},
  size = 'md',
  className,
}: SearchFormProps) {
  return (
    <search className={className}>
      <form action={action} className="relative">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
        />
        <input
          type="search"
          name="q"
          defaultValue={query}
          aria-label={label}
          placeholder={placeholder}
          maxLength={200}
          enterKeyHint="search"
          className={clsx(controlStyle, 'pl-8', size === 'lg' ? 'h-10 coarse:h-11' : 'h-8 coarse:h-11')}
        />
        {Object.entries(within).map(([name, value]) =>
          value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
      </form>
    </search>
  )
}
