import { ruleUrl } from '#components/activity/call-view.ts'
import { ToolRisk, type ToolRiskView } from '#components/tool-risk.tsx'
import { NavLink } from '#components/ui/nav-link.tsx'
import { CountedTable } from './counted-table.tsx'
import { FigureSection } from './figure-section.tsx'
import { type Behind, callsText, type NamedView, type TallyView } from './usage-view.ts'

type DeniedSectionProps = {
  total: TallyView
  tools: readonly {
    readonly server: NamedView
    readonly tool: string
    readonly risk: ToolRiskView | null
    readonly calls: number
  }[]
  rules: readonly { readonly server: NamedView; readonly rule: string; readonly calls: number }[]
  grants: readonly (TallyView & NamedView)[]
  /** The filters and the time of the page. */
  behind: Behind
}

const MOST_GRANTS = 10

/** What was denied most: tools, rules and grants. */
export function DeniedSection({ total, tools, rules, grants, behind }: DeniedSectionProps) {
  const denied = { ...behind, decision: 'deny' } as const
  const table = { what: 'denied calls', whole: total.deny, empty: 'Nothing was denied.' }
  if (total.deny === 0) return <FigureSection title="Denied most" finding="Nothing was denied." />
  const first = tools[0]
  const finding =
    first === undefined
      ? `${callsText(total.deny)} denied.`
      : `${callsText(total.deny)} denied; ${first.tool} on ${first.server.name} the most often.`
  return (
    <FigureSection title="Denied most" finding={finding}>
      <div className="grid gap-4 lg:grid-cols-2">
        <CountedTable
          {...table}
          caption="Tools with the most denied calls"
          head="Tool"
          rows={tools.map(({ server, tool, risk, calls }) => ({
            key: `${server.id} ${tool}`,
            name: <Place of={tool} server={server} risk={risk} />,
            count: calls,
            behind: { ...denied, server: server.id, tool },
          }))}
        />
        <CountedTable
          {...table}
          caption="Rules that denied the most calls"
          head="Rule"
          rows={rules.map(({ server, rule, calls }) => ({
            key: `${server.id} ${rule}`,
            name: <Place of={rule} server={server} href={hrefOf(server.id, rule)} />,
            count: calls,
            behind: { ...denied, server: server.id, rule },
          }))}
        />
        <CountedTable
          {...table}
          caption="Grants with the most denied calls"
          head="Grant"
          rows={grants
            .filter(({ deny }) => deny > 0)
            .sort((a, b) => b.deny - a.deny)
            .slice(0, MOST_GRANTS)
            .map(({ id, name, deny }) => ({
              key: id,
              name: <GrantLink id={id} name={name} />,
              count: deny,
              behind: { ...denied, grant: id },
            }))}
        />
      </div>
    </FigureSection>
  )
}

export function GrantLink({ id, name }: NamedView) {
  return (
    <NavLink href={`/grants/${id}`} className="link block truncate" title={name}>
      {name}
    </NavLink>
  )
}

function hrefOf(serverId: string, rule: string): string | undefined {
  return rule.startsWith('/') ? ruleUrl({ serverId, tool: '', rule }) : undefined
}

type PlaceProps = { of: string; server: NamedView; href?: string | undefined; risk?: ToolRiskView | null }

function Place({ of, server, href, risk = null }: PlaceProps) {
  const text = 'code block min-w-0 truncate text-13'
  return (
    <>
      {href === undefined ? (
        <span className="flex min-w-0 items-center gap-2">
          <span className={text} title={of}>
            {of}
          </span>
          <ToolRisk risk={risk} compact />
        </span>
      ) : (
        <NavLink href={href} className={`${text} link`} title={of}>
          {of}
        </NavLink>
      )}
      <span className="block truncate text-12 text-ink-3" title={server.name}>
        {server.name}
      </span>
    </>
  )
}
