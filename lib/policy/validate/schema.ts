// A tool's input schema, read as the ways in which a value may fit it. A schema is a claim of the
// server, so it only ever makes a warning. Keywords that are not read here only ever narrow what fits,
// so what is said of every value that fits stays true without them.

export type SchemaObject = Readonly<Record<string, unknown>>
/** One way to fit: every schema of the list holds. An empty list holds for anything. */
export type Way = readonly SchemaObject[]

/** More ways than this are too many to say anything of. */
const MAX_WAYS = 32

/** The ways in which a value may fit a schema; none where nothing fits, null where it cannot be told. */
export function waysOf(schema: unknown, root: unknown): readonly Way[] | null {
  return expand(schema, { root, refs: [] })
}

/** The ways in which a value may fit several schemas at once. */
export function waysOfAll(schemas: readonly unknown[], root: unknown): readonly Way[] | null {
  return product(schemas.map((schema) => waysOf(schema, root)))
}

/** `refs` are the references followed for this same value: one that comes again would have no end. */
type Reading = { readonly root: unknown; readonly refs: readonly string[] }

function expand(schema: unknown, reading: Reading): readonly Way[] | null {
  if (schema === true) return [[]]
  if (schema === false) return []
  if (!isSchemaObject(schema) || '$dynamicRef' in schema || '$recursiveRef' in schema) return null
  const { $ref, allOf, anyOf, oneOf } = schema
  const isPlain = $ref === undefined && allOf === undefined && anyOf === undefined && oneOf === undefined
  if (isPlain) return [[schema]]
  const parts: (readonly Way[] | null)[] = [[[schema]]]
  if ($ref !== undefined) parts.push(followRef($ref, reading))
  if (allOf !== undefined)
    parts.push(Array.isArray(allOf) ? product(allOf.map((each) => expand(each, reading))) : null)
  for (const choice of [anyOf, oneOf])
    if (choice !== undefined) parts.push(Array.isArray(choice) ? anyWay(choice, reading) : null)
  return product(parts)
}

function followRef(ref: unknown, { root, refs }: Reading): readonly Way[] | null {
  if (typeof ref !== 'string' || refs.includes(ref)) return null
  const target = localTarget(ref, root)
  return target === undefined ? null : expand(target, { root, refs: [...refs, ref] })
}

function anyWay(schemas: readonly unknown[], reading: Reading): readonly Way[] | null {
  const ways: Way[] = []
  for (const schema of schemas) {
    const own = expand(schema, reading)
    if (own === null || ways.length + own.length > MAX_WAYS) return null
    ways.push(...own)
  }
  return ways
}

function product(parts: readonly (readonly Way[] | null)[]): readonly Way[] | null {
  const [first, ...others] = parts
  let ways = first === undefined ? [[]] : first
  for (const part of others) {
    if (ways === null) return null
    if (part === null || ways.length * part.length > MAX_WAYS) return null
    ways = joined(ways, part)
  }
  return ways
}

function joined(ways: readonly Way[], others: readonly Way[]): readonly Way[] {
  const all: Way[] = []
  for (const way of ways) for (const other of others) all.push(way.concat(other))
  return all
}

/** What `#` or `#/$defs/…` refers to in the same schema; undefined for any other reference. */
function localTarget(ref: string, root: unknown): unknown {
  if (ref === '#') return root
  if (!ref.startsWith('#/')) return undefined
  let here = root
  for (const raw of ref.slice(2).split('/')) {
    const step = unescaped(raw)
    if (step === null) return undefined
    if (Array.isArray(here)) here = /^\d+$/.test(step) ? here[Number(step)] : undefined
    else here = isSchemaObject(here) && Object.hasOwn(here, step) ? here[step] : undefined
  }
  return here
}

function unescaped(step: string): string | null {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return null
  }
}

/** The names that a pinned input schema declares (E6). */
export function declaredArguments(schema: unknown): string[] {
  return isSchemaObject(schema) && isSchemaObject(schema.properties) ? Object.keys(schema.properties) : []
}

export function isSchemaObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
