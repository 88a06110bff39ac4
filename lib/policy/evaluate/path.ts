// Paths of conditions (C1): a root, then steps.

export const ROOTS = [
  'args',
  'grant.label',
  'grant.tags',
  'client.name',
  'user.email',
  'tool.category',
  'tool.severity',
  'time.hour',
  'time.weekday',
] as const
export type Root = (typeof ROOTS)[number]

export type Step =
  | { readonly kind: 'key'; readonly key: string; readonly folded: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'each' }

export type Path = { readonly root: Root; readonly steps: readonly Step[] }

// A dotted name holds no character that could be taken for syntax or overlooked at its end.
const NAME_STEP = /\.([^.[\]"'*\s\p{Cc}]+)/uy
const QUOTED_STEP = /\[("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")\]/uy
const INDEX_STEP = /\[(0|[1-9][0-9]{0,8})\]/y
const EACH_STEP = /\[\*\]/y

const ONE_VALUE = [NAME_STEP, QUOTED_STEP, INDEX_STEP].map((step) => step.source).join('|')
const anyRoot = ROOTS.map((root) => root.replace('.', '\\.')).join('|')
/** What `parsePath` reads, as one regular expression (flag `u`): for tools that know nothing else. */
export const PATH_PATTERN = `^(?:${anyRoot})(?:${ONE_VALUE}|${EACH_STEP.source})*$`
/** Of those, the paths to one argument: what `increment_from` takes (L4). */
export const ARGUMENT_PATTERN = `^args(?:${ONE_VALUE})+$`

/** The path, or a sentence that says why the text is none. */
export function parsePath(text: string): Path | string {
  const root = ROOTS.find((name) => text.startsWith(name) && /^[.[]?$/.test(text.charAt(name.length)))
  if (!root) return `A path begins with one of ${ROOTS.join(', ')}.`
  const steps: Step[] = []
  let at = root.length
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at += match[0].length
    return match
  }
  while (at < text.length) {
    const name = take(NAME_STEP)?.[1]
    const quoted = name === undefined ? take(QUOTED_STEP)?.[1] : undefined
    if (name !== undefined) steps.push(keyStep(name))
    else if (quoted !== undefined) steps.push(keyStep(JSON.parse(quoted) as string))
    else if (take(EACH_STEP)) steps.push({ kind: 'each' })
    else {
      const index = take(INDEX_STEP)?.[1]
      if (index === undefined) return stepProblem(text, at)
      steps.push({ kind: 'index', index: Number(index) })
    }
  }
  return { root, steps }
}

function stepProblem(text: string, at: number): string {
  return `“${text.slice(at, at + 40)}” is no step: write .name, ["a name with a . in it"], [0], or [*] for every element.`
}

function keyStep(key: string): Step {
  return { kind: 'key', key, folded: foldCase(key) }
}

/** Equal for two keys that differ in nothing but letter case, `ſ` and `K` (the Kelvin sign) included. */
export function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase()
}

/** A path written back, in the shortest form that `parsePath` reads. */
export function pathText(path: Path): string {
  return path.root + path.steps.map(stepText).join('')
}

function stepText(step: Step): string {
  if (step.kind === 'each') return '[*]'
  if (step.kind === 'index') return `[${step.index}]`
  NAME_STEP.lastIndex = 0
  const dotted = NAME_STEP.exec(`.${step.key}`)?.[1] === step.key
  return dotted ? `.${step.key}` : `[${JSON.stringify(step.key)}]`
}
