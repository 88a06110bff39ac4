// A page of the manual as a value: what its Markdown says, without a way to say anything else. Markup that the
// pages do not use has no place in it, so nothing of a text can become an element that nobody meant.

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly inlines: readonly Inline[] }
  | { readonly kind: 'break' }

export type Block =
  | Heading
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly label: string; readonly text: string }
  | { readonly kind: 'list'; readonly start: number | null; readonly items: readonly (readonly Block[])[] }
  | {
      readonly kind: 'table'
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'rule' }

export type Heading = {
  readonly kind: 'heading'
  /** 2 and more: the first one of a page is its title. */
  readonly depth: number
  /** Its anchor, unique on the page. */
  readonly id: string
  readonly inlines: readonly Inline[]
}

export type ManualPage = {
  /** Its address below /docs, and the name of its file. */
  readonly slug: string
  readonly title: string
  /** The words of its first paragraph. */
  readonly summary: string
  readonly blocks: readonly Block[]
  /** The Markdown that it was read from. */
  readonly source: string
}

/** What inlines say, without how. */
export function wordsOf(inlines: readonly Inline[]): string {
  return inlines
    .map((each) => {
      if (each.kind === 'break') return ' '
      return 'text' in each ? each.text : wordsOf(each.inlines)
    })
    .join('')
}

/** What a block says, in words that can be searched. */
export function blockWords(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return wordsOf(block.inlines)
    case 'code':
      return block.text
    case 'list':
      return block.items.map((item) => item.map(blockWords).join(' ')).join(' ')
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(wordsOf).join(' ')).join(' ')
    case 'quote':
      return block.blocks.map(blockWords).join(' ')
    case 'rule':
      return ''
  }
}
