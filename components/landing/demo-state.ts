// The miniature of the board: the same document, the same commands and the same evaluator as the product.
import { classify } from '#lib/catalogue/index.ts'
import {
  edit,
  LANES,
  type Lane,
  type Placement,
  type Policy,
  parsePolicyText,
  placementIn,
  recommendedPolicy,
  type ToolFacts,
} from '#lib/policy/index.ts'
import tools from './livetap.json' with { type: 'json' }

export type DemoTool = ReturnType<typeof classify> & {
  readonly name: string
  readonly description: string
  readonly facts: ToolFacts
}

const names = tools.map((tool) => tool.name)

/** LiveTap's thirteen tools, classified here and now. */
export const DEMO_TOOLS: readonly DemoTool[] = tools.map((tool) => {
  const found = classify(tool, { server: 'LiveTap', siblings: names })
  const { category, severity } = found
  const declared = Object.keys(tool.inputSchema.properties)
  return {
    ...found,
    name: tool.name,
    description: tool.description,
    facts: { name: tool.name, state: 'pinned', category, severity, declared },
  }
})

export type Demo = {
  /** The document as text: the one source of everything shown. */
  readonly text: string
  /** What an edit of the last move wrote: where it begins and how long it is, in `text`. */
  readonly changed: readonly { readonly from: number; readonly to: number }[]
  /** What happened last, for the live region; '' at the start. */
  readonly said: string
  readonly past: readonly string[]
}

export type DemoStep =
  | { readonly type: 'move'; readonly tool: string; readonly to: Lane }
  | { readonly type: 'undo' }
  | { readonly type: 'reset' }

export function startDemo(): Demo {
  return { text: recommendedPolicy(DEMO_TOOLS), changed: [], said: '', past: [] }
}

export function advanceDemo(demo: Demo, step: DemoStep): Demo {
  if (step.type === 'reset') return { ...startDemo(), said: 'The recommended policy is back.' }
  if (step.type === 'undo') {
    const before = demo.past.at(-1)
    if (before === undefined) return demo
    return { text: before, changed: [], said: 'Undone.', past: demo.past.slice(0, -1) }
  }
  const result = edit(demo.text, { type: 'move', tools: [step.tool], to: step.to })
  if (result.text === demo.text) return demo
  return {
    text: result.text,
    changed: writtenBy(result.edits),
    said: `${step.tool} moved to ${step.to}.`,
    past: [...demo.past, demo.text],
  }
}

/** Where the edits' own text stands after all of them were applied; what they only removed stands nowhere. */
function writtenBy(edits: readonly { offset: number; length: number; content: string }[]) {
  let shift = 0
  const written = edits.map(({ offset, length, content }) => {
    const from = offset + shift
    shift += content.length - length
    return { from, to: from + content.length }
  })
  return written.filter(({ from, to }) => to > from)
}

/** The policy of the text. The text is only ever written by commands, so it can always be read. */
export function demoPolicy(demo: Demo): Policy {
  const parsed = parsePolicyText(demo.text, 'json')
  if (!parsed.ok) throw new Error(`the demo's document cannot be read: ${parsed.issues[0].message}`)
  return parsed.value.policy
}

export type DemoCard = { readonly tool: DemoTool; readonly placement: Placement }
export type DemoLane = { readonly lane: Lane; readonly cards: readonly DemoCard[] }

/** The cards by lane, in the server's order. */
export function demoLanes(policy: Policy): readonly DemoLane[] {
  const place = placementIn(policy)
  const cards = DEMO_TOOLS.map((tool) => ({ tool, placement: place(tool.name) }))
  return LANES.map((lane) => ({ lane, cards: cards.filter((card) => card.placement.lane === lane) }))
}
