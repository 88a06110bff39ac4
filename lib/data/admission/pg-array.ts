// Arrays as Postgres reads them in text. `pg` writes them too, but looks at every element's type.

export function textArray(texts: readonly string[]): string {
  return `{${texts.map(quoted)}}`
}

/** Of numbers, decimals in digits and booleans, which need no quotes. */
export function numberArray(values: readonly (number | string | boolean)[]): string {
  return `{${values}}`
}

/** One column of what is asked of each row. */
export function columnArray<Row>(rows: readonly Row[], read: (row: Row) => string | number | null): string {
  let text = '{'
  for (const row of rows) {
    const value = read(row)
    if (text.length > 1) text += ','
    text += typeof value === 'string' ? quoted(value) : (value ?? 'NULL')
  }
  return `${text}}`
}

/** One row of an array of two dimensions. */
export function rowOfArray(texts: readonly (string | null)[]): string {
  return `{${texts.map((text) => (text === null ? 'NULL' : quoted(text)))}}`
}

/** An array of two dimensions of its rows. */
export function arrayOfRows(rows: readonly string[]): string {
  return `{${rows}}`
}

const SPECIAL = /[\\"]/
const SPECIALS = /[\\"]/g

function quoted(text: string): string {
  return SPECIAL.test(text) ? `"${text.replace(SPECIALS, '\\$&')}"` : `"${text}"`
}
