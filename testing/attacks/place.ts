/** A test elsewhere in the tree, by its file and its title, as it is written there. */
export type Place = { readonly file: string; readonly title: string }

export function at(file: string, ...titles: string[]): Place[] {
  return titles.map((title) => ({ file, title }))
}
