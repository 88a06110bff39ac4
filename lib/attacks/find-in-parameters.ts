// Traits of the parameters of a tool: what a caller can put there.
import type { Field, SignalKind } from '#lib/catalogue/index.ts'
import * as says from './trait-words.ts'
import { inFields, type Quote, quoteOf, type ToolView } from './view.ts'

type Fits = (field: Field) => boolean

export function bySignal(kinds: readonly SignalKind[], fits: Fits): (view: ToolView) => Quote | null {
  return ({ classification, fields }) => {
    for (const { kind, path } of classification.signals) {
      const field = kinds.includes(kind) && fields.find((each) => each.path === path)
      if (field && fits(field)) return quoteOf(field)
    }
    return null
  }
}

/** The tool's own argument, not a part of something that it keeps. */
export function isDirect({ path }: Field): boolean {
  return !path.includes('[') && !path.includes('.')
}

export function isPlace({ description }: Field): boolean {
  return !says.NO_PATH.test(description)
}

export function code(view: ToolView): Quote | null {
  return bySignal(['code'], ({ name }) => !/(?:path|tests?)$/.test(name))(view)
}

export function query(view: ToolView): Quote | null {
  return bySignal(['query'], isDirect)(view)
}

// A path within a repository is no path of a file system, and one to save at is told apart.
export function localPath(view: ToolView): Quote | null {
  if (inFields(view, says.REPOSITORY)) return null
  const fits: Fits = (field) =>
    isPlace(field) &&
    says.LOCAL_NAME.test(field.name) &&
    !says.SAVED.test(`${field.name} ${field.description}`)
  return bySignal(['path'], fits)(view)
}

export function ordersInSchema(view: ToolView): Quote | null {
  const field = view.fields.find(
    ({ path, description, values }) =>
      says.ORDERS_IN_NAME.test(path) || says.ORDERS.test([description, ...values].join(' ')),
  )
  return field ? quoteOf(field) : null
}
