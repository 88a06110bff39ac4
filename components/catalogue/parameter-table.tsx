import { Flag } from 'lucide-react'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { PageParameter, ToolPage } from '#lib/pages/index.ts'

/** The parameters as the tool's own schema has them; those that carry a risk say which. */
export function ParameterTable({ page }: { page: ToolPage }) {
  if (page.parameters.length === 0) return <p className="text-14 text-ink-2">Its definition names none.</p>
  return (
    <div className="flex flex-col gap-3">
      {page.risks.map(({ words, kind }) => (
        <p key={kind} className="flex items-center gap-1.5 text-13 text-ink-2">
          <Flag aria-hidden className="size-3.5 shrink-0 text-high-ink" />
          {words}: the more a call can say, the more there is to check.
        </p>
      ))}
      <Table caption="Parameters">
        <TableHead>
          <tr>
            <HeadCell>Parameter</HeadCell>
            <HeadCell>Description</HeadCell>
          </tr>
        </TableHead>
        <TableBody>
          {page.parameters.map((parameter) => (
            <TableRow key={parameter.name}>
              <Cell className="w-2/5 min-w-36 py-2.5 align-top">
                <span className="code break-words font-medium text-13 [overflow-wrap:anywhere]">
                  <Revealed text={parameter.name} />
                </span>
                <p className="mt-0.5 text-12 text-ink-3">
                  <span className="code [overflow-wrap:anywhere]">{shortened(parameter.type)}</span>
                  {parameter.required ? <span className="text-ink-2"> · required</span> : null}
                </p>
              </Cell>
              <Cell className="py-2.5 align-top text-13">
                <Risks parameter={parameter} />
                {parameter.description === '' ? null : (
                  <p className="text-ink-2 [overflow-wrap:anywhere]">
                    <Revealed text={cut(parameter.description, 1000)} />
                  </p>
                )}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}

function Risks({ parameter }: { parameter: PageParameter }) {
  return parameter.risks.map(({ path, kind, says }) => (
    <p key={`${kind} ${path}`} className="mb-1 flex items-start gap-1.5 font-medium text-high-ink">
      <Flag aria-hidden className="mt-0.75 size-3.5 shrink-0" />
      <span>
        {path === parameter.name ? (
          'Takes '
        ) : (
          <>
            <span className="code">{path}</span> takes{' '}
          </>
        )}
        {says}
      </span>
    </p>
  ))
}

function shortened(type: string): string {
  return cut(type, 160)
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}
