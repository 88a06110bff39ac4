import { ArrowRight } from 'lucide-react'
import { Effect } from '#components/effect.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { PreviewView } from './baseline-view.ts'

/** What a draft would change for the agents there are. */
export function BaselinePreview({ isChecked, preview }: { isChecked: boolean; preview: PreviewView | null }) {
  return (
    <section aria-label="What it would change" aria-live="polite" className="flex flex-col gap-2">
      <p className="text-14 text-ink-2">{sentenceOf(isChecked, preview)}</p>
      {preview && preview.changes.length > 0 ? (
        <Table caption="Tools that would come to something else">
          <TableHead>
            <tr>
              <HeadCell>Tool</HeadCell>
              <HeadCell>Now, then</HeadCell>
              <HeadCell className="max-sm:hidden">Policy</HeadCell>
              <HeadCell className="text-right max-sm:hidden">Grants</HeadCell>
            </tr>
          </TableHead>
          <TableBody>
            {preview.changes.map(({ serverId, serverName, tool, policy, grants, from, to }) => (
              <TableRow key={`${serverId} ${tool} ${policy}`}>
                <Cell className="max-w-56">
                  <span className="code block truncate text-13" title={tool}>
                    {tool}
                  </span>
                  <span className="block truncate text-12 text-ink-3">{serverName}</span>
                </Cell>
                <Cell className="text-13">
                  <span className="inline-flex flex-wrap items-center gap-x-2">
                    <Effect effect={from} className="text-ink-3" />
                    <ArrowRight aria-hidden className="size-3.5 text-ink-3" />
                    <Effect effect={to} className="font-medium" />
                  </span>
                </Cell>
                <Cell className="max-w-44 truncate text-13 text-ink-2 max-sm:hidden">{policy}</Cell>
                <Cell className="text-right text-13 text-ink-2 tabular-nums max-sm:hidden">{grants}</Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      ) : null}
    </section>
  )
}

function sentenceOf(isChecked: boolean, preview: PreviewView | null): string {
  if (!isChecked) return 'Looking at what it would change…'
  if (!preview) return 'What it would change is told once it has no errors.'
  if (preview.looked === 0) return 'No agent has a tool yet, so it changes nothing today.'
  if (preview.changed === 0) return 'No tool would come to something else for any agent today.'
  const shown = preview.changes.length
  const first = shown < preview.changed ? ` The first ${shown}:` : ''
  const tools = preview.changed === 1 ? 'One tool' : `${preview.changed.toLocaleString('en')} tools`
  return `${tools} would come to something else for the agents under a policy.${first}`
}
