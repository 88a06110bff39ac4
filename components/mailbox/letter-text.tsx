import { Fragment } from 'react'

type LetterTextProps = { text: string; appUrl: string }

/** The text of a letter, its links to this site as links. Nothing else in it becomes one. */
export function LetterText({ text, appUrl }: LetterTextProps) {
  return (
    <div className="whitespace-pre-wrap text-14 [overflow-wrap:anywhere]">
      {placed(text.trimEnd().split('\n')).map(({ place, line }) => (
        <Fragment key={place}>
          {line.startsWith(`${appUrl}/`) ? (
            <a href={line} className="link">
              {line}
            </a>
          ) : (
            line
          )}
          {'\n'}
        </Fragment>
      ))}
    </div>
  )
}

// A text does not change while it is read: a line is known by where it stands.
function placed(lines: readonly string[]) {
  return lines.map((line, place) => ({ place, line }))
}
