// Who asked for a change, in words.

/** “The key “ci”” or the address of a person: who asked for a change. */
export function proposer({
  key,
  author,
}: {
  readonly key: string | null
  readonly author: string | null
}): string {
  return key === null ? (author ?? 'A former member') : `The key “${key}”`
}
