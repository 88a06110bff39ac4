/** The recommended policy by an address of its own, for programs. */
export function PolicyLink({ path }: { path: string }) {
  return (
    <p className="mt-3 text-13 text-ink-3">
      The recommended policy as a file:{' '}
      <a href={`${path}/policy.json`} className="link">
        policy.json
      </a>
    </p>
  )
}
