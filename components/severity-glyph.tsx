/** A shape for each level, so that none depends on its colour: ring, diamond, triangle, octagon. */
export function SeverityGlyph({ severity }: { severity: 'Low' | 'Medium' | 'High' | 'Critical' }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 10 10"
      className="size-2.5 shrink-0"
      fill="none"
      stroke="currentColor"
    >
      {severity === 'Low' ? <circle cx="5" cy="5" r="3.25" strokeWidth="1.5" /> : null}
      {severity === 'Medium' ? <path d="M5 .9 9.1 5 5 9.1.9 5Z" fill="currentColor" stroke="none" /> : null}
      {severity === 'High' ? <path d="M5 .8 9.6 9H.4Z" fill="currentColor" stroke="none" /> : null}
      {severity === 'Critical' ? (
        <path d="M3.1.5h3.8l2.6 2.6v3.8L6.9 9.5H3.1L.5 6.9V3.1Z" fill="currentColor" stroke="none" />
      ) : null}
    </svg>
  )
}
