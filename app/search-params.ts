export type SearchParams = Promise<Readonly<Record<string, string | string[] | undefined>>>

/** The value of a query parameter that is wanted once; a repeated or an empty one counts as absent. */
export function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
