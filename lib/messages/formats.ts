// An event as each kind of channel takes it. Whatever names it holds are somebody else's text: escaped for
// their place, and inert where a program would make links or mentions of them.
import type { Notice } from './kinds.ts'
import { escapeHtml, inert } from './shown.ts'
import { wordsOf } from './words.ts'

export type Mail = { readonly subject: string; readonly text: string; readonly html: string }

/** The body of a webhook (docs/notifications.md): JSON text. */
export function payloadOf(notice: Notice, appUrl: string): string {
  const { title, sentence, path } = wordsOf(notice)
  const { id, severity, organisation, subject, detail } = notice
  const said = { id, severity, organisation, subject, title, text: sentence, url: appUrl + path, detail }
  return JSON.stringify({ type: notice.kind, timestamp: notice.at, data: said })
}

/** The body of an incoming webhook of Slack's kind: JSON text. Plain text everywhere, and no unfurling. */
export function slackOf(notice: Notice, appUrl: string): string {
  const { title, sentence, path } = wordsOf(notice)
  const plain = (text: string) => ({ type: 'plain_text', text: slackText(text), emoji: false })
  return JSON.stringify({
    text: slackText(`${title}. ${sentence}`),
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: plain(title.length > 140 ? `${title.slice(0, 139)}…` : title) },
      { type: 'section', text: plain(sentence) },
      { type: 'context', elements: [plain(`${notice.organisation.name} · ${notice.severity}`)] },
      {
        type: 'actions',
        elements: [{ type: 'button', text: plain('Open in Portcullis'), url: appUrl + path }],
      },
    ],
  })
}

/** A message as plain text and as HTML that says the same. */
export function mailOf(notice: Notice, appUrl: string): Mail {
  const { title, sentence, path } = wordsOf(notice)
  const link = appUrl + path
  const why = `You get this because ${inert(notice.organisation.name)} sends its notifications here. Change that under Settings, Notifications: ${appUrl}/settings#notifications`
  const text = `${inert(title)}\n\n${inert(sentence)}\n\n${link}\n\n-- \n${why}\n`
  const html = `<!doctype html><meta charset="utf-8"><body style="font:15px/1.5 system-ui,sans-serif;max-width:36em">
<h1 style="font-size:18px">${escapeHtml(inert(title))}</h1>
<p>${escapeHtml(inert(sentence))}</p>
<p><a href="${escapeHtml(link)}">Open in Portcullis</a></p>
<p style="color:#666;font-size:13px">${escapeHtml(why)}</p>
</body>`
  return { subject: `[Portcullis] ${title}`, text, html }
}

// Slack's own escapes, then what makes links and mentions in programs that take the same messages.
function slackText(text: string): string {
  return inert(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
