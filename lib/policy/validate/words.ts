// The words that several checks share.
import { serializeJson } from '#lib/json/index.ts'
import { ALL_TYPES, type Bound, type Shape } from './shape.ts'

const MOST_NAMES = 5

/** “a, b and 3 more” */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown
}

/** “it is” or “they are”, “1 rule” or “2 rules”. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** “number from 0 to 500”, “one of "EUR", "USD"”; '' where nothing is said. */
export function endsWords(ends: readonly Shape[]): string {
  return [...new Set(ends.map(shapeWords))].filter((words) => words !== '').join(' or ')
}

function shapeWords(shape: Shape): string {
  if (shape.values) {
    const shown = shape.values.slice(0, MOST_NAMES).map((value) => serializeJson(value))
    const more = shape.values.length - shown.length
    const words = more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
    return shape.values.length === 1 ? words : `one of ${words}`
  }
  if (shape.types.size === ALL_TYPES.length) return ''
  return [...shape.types].map((type) => `${TYPE_WORDS[type](shape)}`).join(' or ')
}

const TYPE_WORDS = {
  null: () => 'null',
  boolean: () => 'true or false',
  string: ({ length }: Shape) => `a text${spanWords(length.text, 'character')}`,
  number: (shape: Shape) => `a ${shape.integer ? 'whole number' : 'number'}${rangeWords(shape)}`,
  array: ({ length }: Shape) => `a list${spanWords(length.list, 'element')}`,
  object: () => 'an object',
} as const

function rangeWords({ least, most }: Shape): string {
  const words = (bounds: readonly Bound[], open: string, closed: string): string =>
    bounds.map(({ value, open: isOpen }) => ` ${isOpen ? open : closed} ${serializeJson(value)}`).join('')
  return `${words(least, 'above', 'from')}${words(most, 'below', 'up to')}`
}

function spanWords({ least, most }: Shape['length']['text'], noun: string): string {
  if (most < Infinity) return ` of at most ${counted(most, noun)}`
  return least > 0 ? ` of at least ${counted(least, noun)}` : ''
}
