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
/** null where the text is cut or otherwise no call: it is then shown as it is. */
export function callParts(
  callText: string,
): { readonly args: readonly CallPart[]; readonly brought: readonly CallPart[] } | null {
  const call = parsed(callText)
  if (!isJsonObject(call) || !isJsonObject(call.arguments)) return null
  const brought = Object.entries(call).filter(([name]) => name !== 'arguments')
  return { args: Object.entries(call.arguments).map(partOf), brought: brought.map(partOf) }
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
