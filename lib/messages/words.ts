// What a person reads of an event: a title, one sentence, and where to look. The same words in every channel.
import type { Notice } from './kinds.ts'
import { shown } from './shown.ts'

export type Words = {
  readonly title: string
  /** What happened and what to do. */
  readonly sentence: string
  /** A path of the dashboard. */
  readonly path: string
}

/** The words of an event. Names in it are bounded and visible; they are still somebody else's text. */
export function wordsOf(notice: Pick<Notice, 'kind' | 'subject' | 'detail'>): Words {
  const { detail } = notice
  const name = (key: string) => shown(detail[key], 100)
  const subject = encodeURIComponent(notice.subject)
  switch (notice.kind) {
    case 'approval.asked':
      return {
        title: 'A call waits for approval',
        sentence: `${name('grant') || 'An agent'} asks to call ${name('tool') || 'a tool'}${on(name('server'))}. Decide in the inbox before it expires.`,
        path: `/approvals/${subject}`,
      }
    case 'approval.decided':
      return {
        title: 'A call was decided',
        sentence: `The call of ${name('tool') || 'a tool'}${on(name('server'))} was ${name('decision') || 'decided'}${by(name('by'))}.`,
        path: `/approvals/${subject}`,
      }
    case 'approval.escalated':
      return {
        title: `A call still waits${name('to') === '' ? '' : `: ${name('to')}, decide`}`,
        sentence: `${name('grant') || 'An agent'} has asked for ${count(detail.minutes)} minutes to call ${name('tool') || 'a tool'}${on(name('server'))}, and nobody has decided. Decide in the inbox before it expires.`,
        path: `/approvals/${subject}`,
      }
    case 'server.unreachable':
      return {
        title: `${name('server')} cannot be reached`,
        sentence: `${shown(detail.message, 300) || 'Its tools could not be read.'} Calls to it fail until it is back; you are told then.`,
        path: `/servers/${subject}`,
      }
    case 'server.reachable':
      return {
        title: `${name('server')} is back`,
        sentence: `It answers again, after ${duration(Number(detail.seconds))}.`,
        path: `/servers/${subject}`,
      }
    case 'account.disconnected':
      return {
        title: `${name('person') || 'Somebody'} has to connect to ${name('server')} again`,
        sentence: `${shown(detail.message, 300) || 'The access to the server has ended.'} Until then calls with their grants fail; those of others go on.`,
        path: `/servers/${subject}/account`,
      }
    case 'tool.changed':
      return {
        title: `Definitions changed on ${name('server')}`,
        sentence: `${listed(detail.tools, detail.count)}: no longer what was accepted, so calls are refused. Review what changed, then accept or reject it.`,
        path: `/servers/${subject}/review`,
      }
    case 'grant.revoked':
      return {
        title: `The grant ${name('grant')} was revoked`,
        sentence: `Its token works no longer${by(name('by'))}.`,
        path: `/grants/${subject}`,
      }
    case 'stop.set':
      return {
        title: `${covered(notice)} is stopped`,
        sentence: `An emergency stop${by(name('by'))}: ${shown(detail.reason, 300)} It holds ${until(detail.until)}; calls are refused and open ones were ended.`,
        path: stopped(notice),
      }
    case 'stop.lifted':
      return {
        title: `${covered(notice)} is stopped no longer`,
        sentence: `The emergency stop was lifted${by(name('by'))}. Calls are judged by their policy again.`,
        path: stopped(notice),
      }
    case 'denials.spike':
      return {
        title: `Many calls of ${name('grant')} are refused`,
        sentence: `${count(detail.denied)} of its last ${count(detail.calls)} calls in ${count(detail.minutes)} minutes${name('tool') === '' ? '' : `, most often ${name('tool')}`}. Look at why; revoke the grant if its agent is not yours.`,
        path: `/activity?grant=${subject}`,
      }
    case 'limit.near':
      return {
        title: `${name('grant')} nears a limit`,
        sentence: `${shown(detail.used, 40)} of ${shown(detail.max, 40)} per ${name('window')} are used, by the rule ${name('rule')}. When it is reached, calls are refused.`,
        path: `/grants/${subject}`,
      }
    case 'grant.new_client':
      return {
        title: `${name('grant')} is used by a new client`,
        sentence: `${listed(detail.clients, detail.count)}: a name that the client gives itself. If it is not yours, rotate the grant’s token.`,
        path: `/grants/${subject}`,
      }
    default:
      return {
        title: 'This channel works',
        sentence: 'A test message, sent because somebody asked for it. There is nothing to do.',
        path: '/settings#notifications',
      }
  }
}

function covered({ detail }: Pick<Notice, 'detail'>): string {
  const name = shown(detail.name, 100) || 'Everything'
  return detail.scope === 'grant' || detail.scope === 'server' ? `The ${detail.scope} ${name}` : name
}

function stopped({ subject, detail }: Pick<Notice, 'subject' | 'detail'>): string {
  if (detail.scope === 'grant') return `/grants/${encodeURIComponent(subject)}`
  if (detail.scope === 'server') return `/servers/${encodeURIComponent(subject)}`
  return '/settings'
}

function until(end: unknown): string {
  return typeof end === 'string' ? `until ${shown(end, 40)}` : 'until somebody lifts it'
}

function on(server: string): string {
  return server === '' ? '' : ` on ${server}`
}

function by(person: string): string {
  return person === '' ? '' : `, by ${person}`
}

function count(value: unknown): string {
  return shown(value, 20)
}

function listed(names: unknown, total: unknown): string {
  const all = Array.isArray(names) ? names : []
  const first = all.slice(0, 5).map((each) => shown(each, 60))
  const more = Math.max(Number(total) || 0, all.length) - first.length
  return first.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function duration(seconds: number): string {
  const [size, unit] =
    seconds >= 172_800 ? [86_400, 'days'] : seconds >= 7200 ? [3600, 'hours'] : [60, 'minutes']
  const whole = Math.max(1, Math.round(seconds / size)) || 1
  return whole === 1 ? `one ${unit.slice(0, -1)}` : `${whole} ${unit}`
}
