// What an import did with each thing that it found, in plain sentences.

/**
 * `mapped`: it means the same here, or less passes. `kept`: it stands in the document and means
 * nothing. `not-supported`: it is not enforced; wherever that would let more pass, calls are refused.
 */
export type ImportNote = {
  /** A JSON Pointer into the document that was imported; '' is the whole of it. */
  readonly pointer: string
  readonly outcome: 'mapped' | 'kept' | 'not-supported'
  readonly message: string
  /** Where that stands in the text, in UTF-16 units. */
  readonly offset: number
  readonly length: number
}

/** A note before its place in the text is looked up. */
export type Note = Omit<ImportNote, 'offset' | 'length'>

export type Say = (pointer: string, outcome: ImportNote['outcome'], message: string) => void

/** A list of notes, and the function that adds to it. The same note is made once. */
export function newReport(): { readonly notes: Note[]; readonly say: Say } {
  const notes: Note[] = []
  const seen = new Set<string>()
  const say: Say = (pointer, outcome, message) => {
    const key = `${pointer}\n${outcome}\n${message}`
    if (seen.has(key)) return
    seen.add(key)
    notes.push({ pointer, outcome, message })
  }
  return { notes, say }
}
