import { ChevronRight } from 'lucide-react'

// POLICY E1 to E9, in the order in which they are checked.
const CHECKS = [
  { name: 'Policy', says: 'the grant has one' },
  { name: 'Tool', says: 'the server offers it' },
  { name: 'Hidden', says: 'it is not' },
  { name: 'Definition', says: 'it is the one you accepted' },
  { name: 'Default', says: 'an entry names it' },
  { name: 'Require', says: 'every condition holds' },
  { name: 'Deny if', says: 'no condition holds' },
  { name: 'Approval', says: 'none is needed' },
  { name: 'Limits', says: 'all fit, or none is taken' },
]

/** The order of evaluation: the same for every call, and the first refusal wins. */
export function LandingOrder() {
  return (
    <ol className="grid gap-x-6 gap-y-px overflow-hidden sm:grid-cols-3">
      {CHECKS.map((check, index) => (
        <li key={check.name} className="flex items-baseline gap-3 border-line border-t py-3">
          <span className="w-4 text-right text-13 text-ink-3">{index + 1}</span>
          <span>
            <span className="font-medium">{check.name}</span>
            <span className="text-ink-2">: {check.says}</span>
          </span>
          {index < CHECKS.length - 1 ? (
            <ChevronRight aria-hidden className="ml-auto size-3.5 self-center text-ink-3 max-sm:hidden" />
          ) : null}
        </li>
      ))}
    </ol>
  )
}
