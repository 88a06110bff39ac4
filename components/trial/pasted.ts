// What the page says of a paste before anything of it leaves the browser.
import type { Paste, PastedServer } from '#lib/paste/index.ts'

/** What is sent to be tried: an address, or a list of tools. */
export type Tried =
  | { readonly kind: 'address'; readonly url: string; readonly name?: string }
  | { readonly kind: 'list'; readonly text: string; readonly name?: string }
  | { readonly kind: 'package'; readonly package: string }

/**
 * What to send of a paste, or a sentence that says why nothing can be.
 * @param text as it was typed: an address is used as it stands, once
 * @param chosen the name of the server of a client's file
 */
export function triedOf(paste: Paste, text: string, chosen: string | null): Tried | string {
  switch (paste.kind) {
    case 'unreadable':
      return paste.sentence
    case 'address':
      return { kind: 'address', url: withScheme(text.trim()) }
    case 'tools':
      return { kind: 'list', text: text.trim() }
    case 'servers': {
      const server = chosenServer(paste.servers, chosen)
      if (server === undefined) return 'Choose the server to try.'
      const { name, endpoint } = server
      if (endpoint.kind !== 'stdio') return { kind: 'address', url: endpoint.url, name }
      return endpoint.package === null
        ? `${name} runs on your machine, where this page cannot read it. Paste its tools/list.`
        : { kind: 'package', package: endpoint.package }
    }
  }
}

/** The chosen one; else the first that has an address. */
export function chosenServer(
  servers: readonly PastedServer[],
  chosen: string | null,
): PastedServer | undefined {
  return (
    servers.find(({ name }) => name === chosen) ??
    servers.find(({ endpoint }) => endpoint.kind !== 'stdio') ??
    servers[0]
  )
}

/** One line about what was recognised; '' for what is not yet anything. */
export function recognised(paste: Paste, text: string): string {
  if (text.trim() === '') return ''
  switch (paste.kind) {
    case 'unreadable':
      return ''
    case 'address':
      return `An address. Its tools are read from it${paste.address.isWhole ? '.' : `; what is kept of it leaves out ${paste.address.dropped.join(' and ')}.`}`
    case 'tools':
      return `A list of ${count(paste.definitions.length, 'tool')}${paste.unusable === 0 ? '.' : `; ${count(paste.unusable, 'entry', 'entries')} without a usable name ${paste.unusable === 1 ? 'is' : 'are'} left out.`}`
    case 'servers':
      return `A client’s file with ${count(paste.servers.length, 'server')}.`
  }
}

/** Where a server of a client's file is, in a few words. */
export function placeOf({ endpoint }: PastedServer): string {
  if (endpoint.kind !== 'stdio') return endpoint.url
  return `${endpoint.command}${endpoint.package === null ? '' : ` ${endpoint.package}`}, on your machine`
}

/** Prints the tools of a program on stdio: the inspector's own command line. */
export function listCommand({ endpoint }: PastedServer): string | null {
  if (endpoint.kind !== 'stdio' || endpoint.package === null) return null
  const run = /^docker|^podman/.test(endpoint.command) ? `${endpoint.command} run -i --rm` : endpoint.command
  return `npx @modelcontextprotocol/inspector --cli ${run} ${endpoint.package} --method tools/list`
}

function withScheme(text: string): string {
  return /^https?:\/\//i.test(text) ? text : `https://${text}`
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`
}
