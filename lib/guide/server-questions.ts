// What people ask of a server, answered from its recommended policy.
import type { Category } from '#lib/policy/index.ts'
import type { Question } from './questions.ts'
import type { ServerGuide } from './server.ts'
import { shownName } from './shown.ts'

type Known = Pick<ServerGuide, 'document' | 'json' | 'sentence' | 'lanes' | 'categories'>

/** @returns the questions in the order in which they are asked */
export function serverQuestions(server: string, known: Known): Question[] {
  const { document, json, sentence, lanes, categories } = known
  const name = shownName(server)
  return [
    { question: `How many tools does ${name} have?`, answer: howMany(name, categories) },
    { question: `Can an agent delete data or move money through ${name}?`, answer: gravest(known, name) },
    { question: `Which policy is recommended for ${name}?`, answer: sentence, document, json },
    {
      question: `What happens when ${name} adds or changes a tool?`,
      answer: `Nothing passes by itself: a tool that was not accepted, or that is not as it was accepted, is refused until a member has looked at it. The document names ${lanes.allow.length + lanes.limit.length + lanes.approve.length} of the tools that may be called.`,
    },
  ]
}

function howMany(name: string, categories: Known['categories']): string {
  const present = Object.entries(categories).filter(([, count]) => count > 0)
  const total = present.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return `${name} lists no tools.`
  const list = present.map(([category, count]) => `${count} ${category}`).join(', ')
  return `${name} lists ${total === 1 ? '1 tool' : `${total} tools`}: ${list}.`
}

const GRAVE: readonly Category[] = ['Destructive', 'Financial']
const MAX_NAMED = 3

function gravest({ categories, lanes }: Known, name: string): string {
  const grave = GRAVE.filter((category) => categories[category] > 0)
  if (grave.length === 0)
    return `None of the tools of ${name} is classed as Destructive or Financial, as far as their definitions tell.`
  const counts = grave.map((category) => `${categories[category]} ${category}`).join(' and ')
  const hidden = namesOf(lanes.hide, 'hides')
  const asked = namesOf(lanes.approve, 'asks a person before')
  return `${name} has ${counts} ${grave.length === 1 && categories[grave[0] ?? 'Other'] === 1 ? 'tool' : 'tools'}. The recommended policy ${[hidden, asked].filter((each) => each !== '').join(' and ')}.`
}

function namesOf(names: readonly string[], verb: string): string {
  if (names.length === 0) return ''
  const shown = names.slice(0, MAX_NAMED).map(shownName).join(', ')
  const more = names.length - MAX_NAMED
  return `${verb} ${shown}${more > 0 ? ` and ${more} more` : ''}`
}
