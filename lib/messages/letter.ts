// Mail to one person about their account: a few sentences, at most one link, and why it came.
import type { Mail } from './formats.ts'
import { escapeHtml, inert, shown } from './shown.ts'

export type Letter = {
  readonly subject: string
  /** Names in them may be somebody else's text: they are made inert here. */
  readonly paragraphs: readonly string[]
  /** `path` of the dashboard, with what opens it. */
  readonly action?: { readonly label: string; readonly path: string }
  /** Why this came, and what to do where it should not have. */
  readonly why: string
}

/** A letter as plain text and as HTML that says the same. */
export function letterOf({ subject, paragraphs, action, why }: Letter, appUrl: string): Mail {
  const said = paragraphs.map((paragraph) => inert(shown(paragraph, 1000)))
  const end = inert(shown(why, 1000))
  const link = action ? appUrl + action.path : ''
  const text = `${[...said, ...(action ? [`${action.label}:\n${link}`] : [])].join('\n\n')}\n\n-- \n${end}\n`
  const button = action
    ? `<p><a href="${escapeHtml(link)}">${escapeHtml(action.label)}</a></p>
<p style="color:#666;font-size:13px">If the link does not open, copy this address:<br>${escapeHtml(link)}</p>\n`
    : ''
  const html = `<!doctype html><meta charset="utf-8"><body style="font:15px/1.5 system-ui,sans-serif;max-width:36em">
${said.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
${button}<p style="color:#666;font-size:13px">${escapeHtml(end)}</p>
</body>`
  return { subject: shown(subject, 150), text, html }
}
