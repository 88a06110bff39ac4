// Reads the Markdown of a page.
import { lexer, type Token, type Tokens } from 'marked'
import { newAnchors } from './anchors.ts'
import { fenceLabel } from './fence.ts'
import { type Block, type Inline, type ManualPage, wordsOf } from './page.ts'

const COMMENT = /^<!--(?:(?!-->).)*-->$/s

/**
 * @param slug the name of the file, without its ending
 * @returns the page; raw HTML in it is text like any other, but for comments between blocks, which are left out
 * @throws Error where it has no title, or holds what pages do not: a picture, a character reference
 */
export function parsePage(slug: string, source: string): ManualPage {
  const blocks = blocksOf(lexer(source), newAnchors(), slug)
  const [title, ...rest] = blocks
  if (title?.kind !== 'heading' || title.depth !== 1) throw new Error(`${slug}: a page begins with its title`)
  const first = rest.find((block) => block.kind === 'paragraph')
  return {
    slug,
    title: wordsOf(title.inlines),
    summary: first ? wordsOf(first.inlines) : '',
    blocks: rest,
    source,
  }
}

function blocksOf(tokens: readonly Token[], anchor: (words: string) => string, slug: string): Block[] {
  return (tokens as readonly Tokens.Generic[]).flatMap((token): Block[] => {
    const inlines = () => inlinesOf(token.tokens ?? [], slug)
    switch (token.type) {
      case 'heading':
        return [headingOf(token.depth, inlines(), anchor)]
      case 'paragraph':
      case 'text':
        return [
          {
            kind: 'paragraph',
            inlines: token.tokens ? inlines() : [{ kind: 'text', text: String(token.text) }],
          },
        ]
      case 'html':
        // Where a generated part begins and ends: for whoever edits the file.
        if (COMMENT.test(token.raw.trim())) return []
        return [{ kind: 'paragraph', inlines: [{ kind: 'text', text: token.raw.trim() }] }]
      case 'code': {
        const [language = '', ...tags] = String(token.lang ?? '').split(' ')
        return [{ kind: 'code', language, label: fenceLabel(language, tags), text: String(token.text) }]
      }
      case 'list':
        return [
          {
            kind: 'list',
            start: token.ordered ? Number(token.start) : null,
            items: (token as Tokens.List).items.map((item) => blocksOf(item.tokens, anchor, slug)),
          },
        ]
      case 'table': {
        const { header, rows } = token as Tokens.Table
        const row = (cells: readonly Tokens.TableCell[]) => cells.map((cell) => inlinesOf(cell.tokens, slug))
        return [{ kind: 'table', head: row(header), rows: rows.map(row) }]
      }
      case 'blockquote':
        return [{ kind: 'quote', blocks: blocksOf(token.tokens ?? [], anchor, slug) }]
      case 'hr':
        return [{ kind: 'rule' }]
      case 'space':
      case 'def':
        return []
      default:
        throw new Error(`${slug}: pages hold no ${token.type}: ${token.raw.slice(0, 60)}`)
    }
  })
}

function headingOf(depth: number, inlines: readonly Inline[], anchor: (words: string) => string): Block {
  return { kind: 'heading', depth, id: depth === 1 ? '' : anchor(wordsOf(inlines)), inlines }
}

function inlinesOf(tokens: readonly Token[], slug: string): Inline[] {
  return (tokens as readonly Tokens.Generic[]).flatMap((token): Inline[] => {
    const inner = () => inlinesOf(token.tokens ?? [], slug)
    switch (token.type) {
      case 'text':
        return token.tokens ? inner() : [{ kind: 'text', text: plain(String(token.text), slug) }]
      case 'escape':
        return [{ kind: 'text', text: String(token.text) }]
      case 'html':
        return [{ kind: 'text', text: token.raw }]
      case 'codespan':
        return [{ kind: 'code', text: String(token.text) }]
      case 'strong':
      case 'em':
        return [{ kind: token.type, inlines: inner() }]
      case 'link':
        return [{ kind: 'link', href: String(token.href), inlines: inner() }]
      case 'br':
        return [{ kind: 'break' }]
      default:
        throw new Error(`${slug}: pages hold no ${token.type}: ${token.raw.slice(0, 60)}`)
    }
  })
}

// The reader of Markdown leaves them for whoever writes HTML, and we write none: they would be shown as they stand.
function plain(text: string, slug: string): string {
  if (/&(#\w+|\w+);/.test(text)) throw new Error(`${slug}: write the character itself: ${text.slice(0, 60)}`)
  return text.replaceAll('\n', ' ')
}
