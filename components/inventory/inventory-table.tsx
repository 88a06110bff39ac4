import Link from 'next/link'
import { ToolRisk } from '#components/tool-risk.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { ToolLine } from './inventory-view.ts'
import { Ways } from './ways.tsx'

/** Every tool with what each agent can do with it. */
export function InventoryTable({ lines }: { lines: readonly ToolLine[] }) {
  return (
    <Table caption="Tools and what agents can do with them">
      <TableHead>
        <tr>
          <HeadCell className="sm:w-72">Tool</HeadCell>
          <HeadCell className="w-40 max-md:hidden">Risk</HeadCell>
          <HeadCell>What agents can do</HeadCell>
          <HeadCell className="w-32 max-lg:hidden">Last called</HeadCell>
        </tr>
      </TableHead>
      <TableBody>
        {lines.map((line) => (
          <TableRow key={`${line.serverId} ${line.name}`}>
            <Cell className="max-w-72 py-2.5 align-top max-sm:max-w-36">
              <Link
                href={`/servers/${line.serverId}?${new URLSearchParams({ tool: line.name })}`}
                title={line.name}
                className="code block truncate rounded-sm text-13 text-ink underline-offset-4 hover:underline"
              >
                {line.name}
              </Link>
              <p className="truncate text-12 text-ink-3" title={line.serverName}>
                {line.serverName}
              </p>
              <div className="mt-1 md:hidden">
                <ToolRisk risk={line.risk} compact />
              </div>
            </Cell>
            <Cell className="py-2.5 align-top max-md:hidden">
              <ToolRisk risk={line.risk} />
              <p className="mt-0.5 text-12 text-ink-3">{line.risk.category}</p>
            </Cell>
            <Cell className="py-2.5 align-top">
              <Ways line={line} />
            </Cell>
            <Cell className="py-2.5 align-top text-13 text-ink-2 max-lg:hidden">
              {line.lastUsedAt ? (
                <RelativeTime at={line.lastUsedAt} />
              ) : (
                <span className="text-ink-3">Not in 30 days</span>
              )}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
