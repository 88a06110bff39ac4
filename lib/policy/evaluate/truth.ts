// Three-valued logic (C5). The numbers are ordered so that AND is the least and OR the greatest.

export const FALSE = 0
export const UNKNOWN = 1
export const TRUE = 2
export type Truth = typeof FALSE | typeof UNKNOWN | typeof TRUE

export function not(truth: Truth): Truth {
  return truth === TRUE ? FALSE : truth === FALSE ? TRUE : UNKNOWN
}

export function truthOf(condition: boolean): Truth {
  return condition ? TRUE : FALSE
}
