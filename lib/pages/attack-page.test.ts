// Pages of attacks are made of our own text and of hostile tools: neither may break a form of the page.
import { describe, expect, it } from 'vitest'
import { ATTACKS, type Attack, findAttack } from '#lib/attacks/index.ts'
import {
  attackJson,
  attackMarkdown,
  attackStructuredData,
  attacksJson,
  attacksMarkdown,
} from './attack-forms.ts'
import { affectedBy, attackPageOf, type StoredTool } from './attack-page.ts'

const APP = 'https://portcullis.test'
const HOSTILE = 'delete_</script><b>|`x`](javascript:1)\u202e'

function tool(name: string, server: string, definition: object = {}): StoredTool {
  return {
    path: `/mcp-servers/${server}/${name.replace(/\W/g, '-')}`,
    name,
    server,
    serverName: server,
    summary: '',
    category: 'Destructive',
    severity: 'Critical',
    definition: JSON.stringify({ name, description: 'Deletes it for good.', ...definition }),
    siblings: [name],
  }
}

function attackOf(slug: string): Attack {
  const attack = findAttack(slug)
  if (!attack) throw new Error(`There is no attack ${slug}.`)
  return attack
}

describe('the page of an attack', () => {
  it.each(ATTACKS.map((attack) => [attack.slug, attack] as const))('%s has whole twins', (slug, attack) => {
    const page = attackPageOf(attack, [])
    const json = JSON.parse(attackJson(page, APP))
    expect(json.url).toBe(`${APP}/attacks/${slug}`)
    expect(json.policy === null).toBe(attack.defence.coverage === 'outside')
    expect(
      json.examples.map(({ verdict }: { verdict: { effect: string } }) => verdict.effect === 'allow'),
    ).toEqual(page.rule === null ? [] : [false, true])
    const markdown = attackMarkdown(page, APP)
    expect(markdown).toMatch(/^# /)
    for (const { url } of attack.sources) expect(markdown).toContain(`](${url})`)
    const data = attackStructuredData(page, APP)
    expect(data).not.toContain('<')
    expect(JSON.parse(data)['@graph']).toHaveLength(2)
  })

  it('shows the tools that the attack can use: at most twelve, three of a server, and no others', () => {
    const many = Array.from({ length: 30 }, (_, at) => tool(`delete_${at}`, `server-${at % 6}`))
    const reading = tool('get_status', 'server-9', { description: 'Gets the status.' })
    const affected = affectedBy(attackOf('destructive-autonomy'), [reading, ...many])
    expect(affected).toHaveLength(12)
    expect(affected.map(({ name }) => name)).not.toContain('get_status')
    expect(affected.filter(({ server }) => server === 'server-0').length).toBeLessThanOrEqual(3)
    expect(affected[0]?.reasons[0]?.says).toBe('takes something away for good')
  })

  it('keeps a hostile tool’s name from being markup, a link, or the end of a script', () => {
    const attack = attackOf('destructive-autonomy')
    const page = attackPageOf(attack, affectedBy(attack, [tool(HOSTILE, 'x')]))
    expect(page.affected).toHaveLength(1)
    const markdown = attackMarkdown(page, APP)
    expect(markdown).not.toMatch(/<\/script>|\]\(javascript|\u202e/)
    expect(attackJson(page, APP)).not.toContain('\u202e')
    expect(JSON.parse(attackJson(page, APP)).affected[0].name).toBe(HOSTILE)
    expect(attackStructuredData(page, APP)).not.toContain('</')
  })
})

it('the list of attacks names each once, in both forms', () => {
  const markdown = attacksMarkdown(ATTACKS, APP)
  for (const { slug } of ATTACKS) expect(markdown.split(`/attacks/${slug}.md)`)).toHaveLength(2)
  expect(JSON.parse(attacksJson(ATTACKS, APP)).attacks).toHaveLength(ATTACKS.length)
})
