import { RiskBadge } from '#components/risk-badge.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { ToolState } from './tool-state.tsx'
import type { ToolView } from './tool-view.ts'

type ToolsTableProps = { tools: readonly ToolView[]; onOpen: (name: string) => void }

export function ToolsTable({ tools, onOpen }: ToolsTableProps) {
  return (
    <Table caption="Tools" className="table-fixed">
      <TableHead>
        <tr>
          <HeadCell>Tool</HeadCell>
          <HeadCell className="w-32 max-md:hidden">Category</HeadCell>
          <HeadCell className="w-28">Risk</HeadCell>
        </tr>
      </TableHead>
      <TableBody>
        {tools.map((tool) => (
          <TableRow key={tool.name} data-interactive>
            <Cell className="overflow-hidden">
              <div className="flex items-center gap-2">
                <button
                  type="button"
                  onClick={() => onOpen(tool.name)}
                  title={tool.name}
                  className="code block min-w-0 truncate rounded-sm text-left text-13 after:absolute after:inset-0"
                >
                  {tool.name}
                </button>
                <ToolState state={tool.state} isRejected={tool.isRejected} />
              </div>
              <p className="truncate text-13 text-ink-3">{tool.description}</p>
            </Cell>
            <Cell className="text-13 text-ink-2 max-md:hidden">{tool.category}</Cell>
            <Cell>
              <span className="relative z-10">
                <RiskBadge
                  severity={tool.severity}
                  category={tool.category}
                  evidence={tool.evidence}
                  override={tool.override}
                />
              </span>
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
