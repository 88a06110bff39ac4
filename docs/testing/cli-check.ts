// Whether a command of ours, as a document writes it, is one that the program takes.
import { commandsOf } from '#lib/manual/index.ts'
import { readArguments } from '../../cli/arguments.ts'
import { OPTIONS } from '../../cli/options.ts'
import { USAGE } from '../../cli/usage.ts'

type Signature = {
  readonly name: string
  readonly needs: readonly string[]
  readonly words: readonly [least: number, most: number]
}

/** Every way to call every command, read from what the program prints. */
export const SIGNATURES: readonly Signature[] = commandsOf(USAGE.split('\n\n')[1] ?? '').flatMap(
  ({ signatures }) => signatures.map(signatureOf),
)

/**
 * @param words behind `npm run cli --`
 * @returns what is wrong with them; null where the program would take them
 */
export function wrongInCli(words: readonly string[]): string | null {
  if (words.length === 1 && words[0] === 'help') return null
  const name = Object.keys(OPTIONS).find((each) => `${words.join(' ')} `.startsWith(`${each} `)) as
    | keyof typeof OPTIONS
    | undefined
  if (!name) return `there is no command ${words.slice(0, 2).join(' ')}`
  const given = words.slice(name.split(' ').length)
  // What stands behind is the command of another program.
  const own = name === 'connect' && given.includes('--') ? given.slice(0, given.indexOf('--')) : given
  try {
    const { values, positionals } = readArguments([...own], OPTIONS[name], true)
    const fits = SIGNATURES.some(
      (signature) =>
        signature.name === name &&
        signature.needs.every((option) => Object.hasOwn(values, option)) &&
        positionals.length >= signature.words[0] &&
        positionals.length <= signature.words[1],
    )
    return fits ? null : `${name} wants other words or options: ${words.join(' ')}`
  } catch (error) {
    return String(error)
  }
}

function signatureOf(text: string): Signature {
  const name = Object.keys(OPTIONS).find((each) => `${text} `.startsWith(`${each} `)) ?? ''
  const rest = text.slice(name.length).replace(/ -- .*$/, '')
  const needed = rest.replace(/\[[^\]]*\](\.\.\.)?/g, '')
  const needs = [...needed.matchAll(/--([a-z-]+)/g)].map(([, option = '']) => option)
  // The word behind an option is its value.
  const words = needed
    .replace(/--[a-z-]+( [A-Z"][^ ]*)?/g, '')
    .split(' ')
    .filter(Boolean)
  const isOpen = /\.\.\./.test(rest.replace(/\[--[^\]]*\](\.\.\.)?/g, ''))
  return { name, needs, words: [words.length, isOpen ? Number.POSITIVE_INFINITY : words.length] }
}
