// One path, drawn by its winding: the frame runs one way and its hole the other; bars and rails
// lie in the hole. All figures are in a 24 unit square.
const FRAME = 'M7 1h10a6 6 0 0 1 6 6v10a6 6 0 0 1-6 6H7a6 6 0 0 1-6-6V7a6 6 0 0 1 6-6Z'
const HOLE =
  'M7 2.8A4.2 4.2 0 0 0 2.8 7v10A4.2 4.2 0 0 0 7 21.2h10a4.2 4.2 0 0 0 4.2-4.2V7A4.2 4.2 0 0 0 17 2.8Z'
const RAILS = 'M2.8 6.6h18.4v1.5H2.8ZM2.8 11.5h18.4V13H2.8Z'

/** @param foot where the bars end and their points begin */
function bars(foot: number): string {
  return [6.3, 11.1, 15.9].map((x) => `M${x} 2.8h1.8V${foot}l-.9 1.7-.9-1.7Z`).join('')
}

export const MARK_OPEN = FRAME + HOLE + RAILS + bars(15.4)
export const MARK_CLOSED = FRAME + HOLE + RAILS + bars(17.8)
