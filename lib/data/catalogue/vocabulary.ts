// The words of the catalogue, counted as listings come and go.
import type pg from 'pg'
import { nearForms } from './near.ts'
import { CLASSED } from './prepared.ts'
import { bareWord } from './rows.ts'

/** How often each word was added (or, below zero, taken away) by a batch. */
export class WordCount {
  readonly #counts = new Map<string, number>()

  /** @param by 1 for rows that came, -1 for rows that went */
  add(lexemes: Iterable<string>, by: 1 | -1): void {
    for (const lexeme of lexemes) {
      if (lexeme.startsWith(CLASSED)) continue
      const word = bareWord(lexeme)
      this.#counts.set(word, (this.#counts.get(word) ?? 0) + by)
    }
  }

  changed(): readonly (readonly [string, number])[] {
    // In one order, so that two that write never wait for each other in a ring.
    return [...this.#counts].filter(([, count]) => count !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
  }
}

/** Writes what a batch changed; a word that nothing has any more goes. */
export async function countWords(client: pg.ClientBase, count: WordCount): Promise<void> {
  const changed = count.changed()
  if (changed.length === 0) return
  const words = JSON.stringify(changed)
  const { rows } = await client.query<{ word: string }>(
    `WITH given AS MATERIALIZED (
       SELECT g ->> 0 AS word, (g ->> 1)::integer AS more FROM json_array_elements($1::json) g),
     counted AS (
       UPDATE catalogue_word w SET uses = w.uses + given.more FROM given WHERE w.word = given.word RETURNING w.word)
     SELECT word FROM given WHERE more > 0 AND word NOT IN (SELECT word FROM counted)`,
    [words],
  )
  const more = new Map(changed)
  const fresh = rows.map(({ word }) => ({ word, uses: more.get(word) ?? 1, near: nearForms(word) }))
  if (fresh.length > 0)
    await client.query(
      `INSERT INTO catalogue_word (word, uses, near)
       SELECT word, uses, ARRAY(SELECT json_array_elements_text(near))
         FROM json_to_recordset($1::json) AS r (word text, uses integer, near json)`,
      [JSON.stringify(fresh)],
    )
  if (changed.some(([, more]) => more < 0))
    await client.query('DELETE FROM catalogue_word WHERE uses <= 0 AND word = ANY ($1)', [
      changed.flatMap(([word, more]) => (more < 0 ? word : [])),
    ])
}
