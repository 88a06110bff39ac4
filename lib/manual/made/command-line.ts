// The reference of the command line, made of the very text that it prints.
import { fenced } from './markdown.ts'

type Command = { readonly signatures: readonly string[]; readonly says: string }

// Two spaces begin a command; what it says stands two spaces and more behind it, or below, further in.
const COMMAND = /^ {2}(\S.*?)(?: {2,}(\S.*))?$/
const MORE = /^ {3,}(\S.*)$/

/** @param usage what the program prints when it is asked for help */
export function commandLinePage(usage: string): string {
  const [, list = '', ...notes] = usage.split('\n\n')
  const commands = commandsOf(list)
  const groups = [...new Set(commands.map(groupOf))]
  return [
    '# The command line',
    '',
    'Every command, as `npm run cli -- help` prints it. It runs in a copy of Portcullis; with `--silent` behind `npm run` it prints nothing but its answer.',
    '',
    ...groups.flatMap((group) => [
      `## ${group}`,
      '',
      ...commands
        .filter((command) => groupOf(command) === group)
        .flatMap(({ signatures, says }) => [
          fenced('usage', 'Usage', signatures.map((each) => `npm run cli -- ${each}`).join('\n')),
          '',
          `${sentence(says)}`,
          '',
        ]),
    ]),
    '## What holds for all',
    '',
    ...notes.flatMap((note) => [sentence(note.replaceAll('\n', ' ')), '']),
  ].join('\n')
}

/** The commands of the list; several signatures that share what is said of them are one. */
export function commandsOf(list: string): Command[] {
  const commands: { signatures: string[]; says: string }[] = []
  for (const line of list.split('\n')) {
    const last = commands.at(-1)
    const more = MORE.exec(line)?.[1]
    if (more !== undefined && last) last.says = `${last.says} ${more}`.trim()
    else {
      const [, signature = '', says = ''] = COMMAND.exec(line) ?? []
      if (last && last.says === '') {
        last.signatures.push(signature)
        last.says = says
      } else commands.push({ signatures: [signature], says })
    }
  }
  return commands
}

function groupOf({ signatures }: Command): string {
  return signatures[0]?.split(' ')[0] ?? ''
}

// Names of variables, options and files stand out; capitals are what somebody puts something in place of.
function sentence(text: string): string {
  const quotedText = text.replace(/[\\*_[\]<>#|~]/g, '\\$&')
  return `${quotedText.charAt(0).toUpperCase()}${quotedText.slice(1).replace(/(?<![\w`])(--[a-z][a-z-]*|[A-Z]+(?:\\_[A-Z]+)+)/g, (name) => `\`${name.replaceAll('\\', '')}\``)}${/[.:]$/.test(text) ? '' : '.'}`
}
