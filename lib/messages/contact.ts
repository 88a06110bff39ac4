// What a visitor wrote, on its way to whoever runs this installation. All of it is somebody else's text.
import type { Mail } from './formats.ts'
import { escapeHtml, inert, shown } from './shown.ts'

export type ContactMessage = {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  /** The path of the page it was written under. */
  readonly page: string
  /** '' where none was given. */
  readonly name: string
  readonly email: string
  readonly message: string
}

/** The message as plain text and as HTML that says the same; answering it answers its writer. */
export function contactMailOf({ at, page, name, email, message }: ContactMessage, appUrl: string): Mail {
  const from = name === '' ? shown(email) : `${shown(name)} (${shown(email)})`
  const lines = message.split(/\r\n|[\r\n]/).map((line) => inert(shown(line, 5000)))
  const link = appUrl + page
  const why = `Written at ${at} in the form under ${link}. Nobody has checked the address; an answer goes to it.`
  const text = `${inert(from)} wrote:\n\n${lines.join('\n')}\n\n-- \n${why}\n`
  const html = `<!doctype html><meta charset="utf-8"><body style="font:15px/1.5 system-ui,sans-serif;max-width:36em">
<p>${escapeHtml(inert(from))} wrote:</p>
<blockquote style="margin:0;padding-left:1em;border-left:2px solid #ccc">${lines.map(escapeHtml).join('<br>')}</blockquote>
<p style="color:#666;font-size:13px">${escapeHtml(why)}</p>
</body>`
  return { subject: `[Portcullis] A message about ${shown(page, 120)}`, text, html }
}
