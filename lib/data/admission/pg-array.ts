// Arrays as Postgres reads them in text. `pg` writes them too, but looks at every element's type.

export function textArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`)}}`
}

/** Of numbers, decimals in digits and booleans, which need no quotes. */
export function numberArray(values: readonly (number | string | boolean)[]): string {
  return `{${values}}`
}
