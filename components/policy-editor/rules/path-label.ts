// A path in plain words: `args.items[*].price` is “price of each of items”.
import { parsePath, pathText } from '#lib/policy/index.ts'
import { FACTS } from './facts.ts'

/** The words for a path; the text itself where it is none. */
export function labelOfPath(text: string): string {
  const fact = FACTS.find((each) => each.path === text)
  if (fact !== undefined) return fact.label
  const path = parsePath(text)
  if (typeof path === 'string') return text
  if (path.root !== 'args' || path.steps.length === 0) return text
  let words = ''
  for (const step of path.steps) {
    if (step.kind === 'each') words = `each of ${words || 'the arguments'}`
    else if (step.kind === 'index')
      words = `${step.index === 0 ? 'the first' : `number ${step.index + 1}`} of ${words || 'the arguments'}`
    else {
      const key = pathText({ root: 'args', steps: [step] })
        .slice('args'.length)
        .replace(/^\./, '')
      if (words === '') words = key
      else words = / of /.test(words) ? `${key} of ${words}` : `${words}.${key}`.replace('.[', '[')
    }
  }
  return words
}
