// From the address of a rule, as decisions and issues carry it, to the tool whose card shows it.

/** The entry's name in a pointer such as `/tools/create~1charge/deny_if/0`; null for any other rule. */
export function entryOfPointer(pointer: string): string | null {
  const [root, part, name] = pointer.split('/')
  if (root !== '' || part !== 'tools' || name === undefined) return null
  return name.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** The field of the entry that a pointer means: 'limits' of `/tools/x/limits/0/max`; null for the entry itself. */
export function fieldOfPointer(pointer: string): string | null {
  return entryOfPointer(pointer) === null ? null : (pointer.split('/')[3] ?? null)
}

/** A pointer to `keys`, escaped as RFC 6901 wants it. */
export function pointerTo(...keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
