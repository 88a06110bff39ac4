// The text that is approved, taken apart for reading: a part for each argument, and nothing left out.

import { pretty } from '#components/servers/pretty.ts'
import { isJsonObject, type Json, parseJson, serializeJson } from '#lib/json/index.ts'

export type CallPart = {
  readonly name: string
  /** The value as JSON laid out for reading; a text as it is. */
  readonly text: string
  readonly isText: boolean
  /** Of the value as JSON, in UTF-8. */
  readonly bytes: number
}
type CallParts = { readonly args: readonly CallPart[]; readonly brought: readonly CallPart[] }
/** How an argument differs from the same one of an earlier call; `before` is what it was, null where it was not there. */
export type Change = { readonly before: CallPart | null }
export type Changes = {
  /** By name; those that are as they were have none. */
  readonly changed: ReadonlyMap<string, Change>
  /** Arguments that are not there any more. */
  readonly gone: readonly CallPart[]
}

/** null where the text is cut or otherwise no call: it is then shown as it is. */
export function callParts(callText: string): CallParts | null {
  const call = parsed(callText)
  if (!isJsonObject(call) || !isJsonObject(call.arguments)) return null
  const brought = Object.entries(call).filter(([name]) => name !== 'arguments')
  return { args: Object.entries(call.arguments).map(partOf), brought: brought.map(partOf) }
}

/** What differs from an earlier call's arguments; null where one of the two cannot be taken apart. */
export function changesSince(earlierText: string, callText: string): Changes | null {
  const [earlier, now] = [callParts(earlierText), callParts(callText)]
  if (!earlier || !now) return null
  const were = new Map(earlier.args.map((part) => [part.name, part]))
  const are = new Set(now.args.map(({ name }) => name))
  const changed = new Map<string, Change>()
  for (const part of now.args) {
    const before = were.get(part.name) ?? null
    if (before?.text !== part.text || before.isText !== part.isText) changed.set(part.name, { before })
  }
  return { changed, gone: earlier.args.filter(({ name }) => !are.has(name)) }
}

function partOf([name, value]: [string, Json]): CallPart {
  const json = serializeJson(value)
  const isText = typeof value === 'string'
  return { name, text: isText ? value : pretty(json), isText, bytes: new TextEncoder().encode(json).length }
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
