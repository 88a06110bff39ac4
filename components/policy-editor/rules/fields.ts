// From the input schema of a tool to the fields that a condition can name: nested, and through lists.
import { type Json, serializeJson } from '#lib/json/index.ts'
import { type Path, parsePath, pathText } from '#lib/policy/index.ts'
import { FACTS } from './facts.ts'
import { type Choice, type Field, freeField, type Presence, typeWords } from './field.ts'
import { labelOfPath } from './path-label.ts'
import { type Shape, shapeOf } from './shape.ts'

type Step = Path['steps'][number]
type Place = { readonly steps: readonly Step[]; readonly presence: Presence }

const MAX_DEPTH = 6
const MAX_FIELDS = 400

/** The arguments that a schema declares, required ones first at each level; none where it declares none. */
export function argumentFields(schema: unknown): readonly Field[] {
  const fields: Field[] = []
  const walk = (shape: Shape, place: Place): void => {
    if (fields.length >= MAX_FIELDS || place.steps.length > MAX_DEPTH) return
    if (place.steps.length > 0) fields.push(fieldFor(shape, place, schema))
    for (const [name, property] of inOrder(shape))
      walk(shapeOf(property, schema), within(place, keyStep(name), shape.required.has(name)))
    if (shape.items === undefined) return
    const element = shapeOf(shape.items, schema)
    walk(element, { steps: [...place.steps, { kind: 'each' }], presence: 'each' })
    walk(element, within(place, { kind: 'index', index: 0 }, false))
  }
  walk(shapeOf(schema, schema), { steps: [], presence: 'given' })
  // A first element is asked for seldom: such fields stand last.
  const isFirst = (field: Field) => field.path.includes('[0]')
  return [...fields.filter((field) => !isFirst(field)), ...fields.filter(isFirst)]
}

/**
 * The fields for a rule of several tools: what any of them declares, the most widespread first. A field
 * that not all declare alike promises no type.
 */
export function sharedFields(schemas: readonly unknown[]): readonly Field[] {
  const [only] = schemas
  if (schemas.length === 1) return argumentFields(only)
  const found = new Map<string, { field: Field; count: number }>()
  for (const schema of schemas)
    for (const field of argumentFields(schema)) {
      const known = found.get(field.path)
      found.set(field.path, {
        field: known ? alike(known.field, field) : field,
        count: (known?.count ?? 0) + 1,
      })
    }
  const sorted = [...found.values()].sort((a, b) => b.count - a.count).slice(0, MAX_FIELDS)
  return sorted.map(({ field, count }) =>
    count === schemas.length
      ? field
      : { ...field, presence: 'optional', detail: `${field.detail}, in ${count} of ${schemas.length}` },
  )
}

/** What may be chosen: the arguments and every other fact. */
export function fieldsFor(schemas: readonly unknown[]): readonly Field[] {
  return [...sharedFields(schemas), ...FACTS]
}

/** The field of a path: a declared one, or what little is known of any other path. */
export function fieldAt(path: string, fields: readonly Field[]): Field {
  const found = fields.find((field) => field.path === path)
  if (found !== undefined) return found
  const parsed = parsePath(path)
  const text = typeof parsed === 'string' ? path : pathText(parsed)
  const plain = fields.find((field) => field.path === text || field.path === firstElements(text))
  const label = labelOfPath(text)
  return plain === undefined ? freeField(path, label) : { ...plain, path, label }
}

/** `items[7].price` has the type of `items[0].price`. */
function firstElements(path: string): string {
  return path.replaceAll(/\[\d+\]/g, '[0]')
}

function fieldFor(shape: Shape, { steps, presence }: Place, root: unknown): Field {
  const path = pathText({ root: 'args', steps: [...steps] })
  const element = shape.types.includes('array') ? shapeOf(shape.items, root) : null
  const field = {
    ...freeField(path, labelOfPath(path)),
    types: shape.types.length > 0 ? shape.types : typesOfChoices(shape.choices),
    integer: shape.integer,
    format: shape.format,
    choices: shape.choices.map(choiceOf),
    element: element && { types: element.types, choices: element.choices.map(choiceOf) },
    presence,
    description: shape.description,
  }
  return { ...field, detail: typeWords(field) }
}

function within(place: Place, step: Step, required: boolean): Place {
  const presence = place.presence === 'given' && !required ? 'optional' : place.presence
  return { steps: [...place.steps, step], presence }
}

function inOrder(shape: Shape): readonly (readonly [string, unknown])[] {
  const all = [...shape.properties]
  const required = ([name]: readonly [string, unknown]) => shape.required.has(name)
  return [...all.filter(required), ...all.filter((each) => !required(each))]
}

function alike(one: Field, other: Field): Field {
  const sameTypes = one.types.join() === other.types.join()
  const sameChoices = serializeJson(valuesOf(one)) === serializeJson(valuesOf(other))
  const presence = one.presence === other.presence ? one.presence : 'optional'
  const types = sameTypes ? one.types : []
  const merged = { ...one, types, choices: sameTypes && sameChoices ? one.choices : [], presence }
  return { ...merged, detail: typeWords(merged) }
}

function valuesOf(field: Field): Json[] {
  return field.choices.map((choice) => choice.value)
}

function choiceOf(value: Json): Choice {
  return { value, label: typeof value === 'string' && value !== '' ? value : serializeJson(value) }
}

function typesOfChoices(choices: readonly Json[]): Field['types'] {
  const types = choices.map((choice) =>
    typeof choice === 'string' ? 'string' : typeof choice === 'boolean' ? 'boolean' : 'number',
  )
  return [...new Set(types)]
}

function keyStep(key: string): Step {
  return { kind: 'key', key, folded: key }
}
