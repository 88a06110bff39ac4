// JSON Pointers (RFC 6901), the addresses of rules.

/** The pointer to a member or an element of what `pointer` points to. */
export function childPointer(pointer: string, key: string | number): string {
  if (typeof key === 'number' || !(key.includes('~') || key.includes('/'))) return `${pointer}/${key}`
  return `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The pointer to what stands at the end of these steps from the whole document. */
export function pointerTo(steps: readonly (string | number)[]): string {
  return steps.reduce<string>(childPointer, '')
}

/** The unescaped steps of a pointer; '' (the whole document) has none. */
export function pointerSteps(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
