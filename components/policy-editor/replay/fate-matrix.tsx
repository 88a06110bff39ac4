import { clsx } from 'clsx'
import { FATES, type Fate, type Transition } from '#lib/policy/index.ts'
import { figure } from '../words.ts'
import { FateMark } from './fate-mark.tsx'

/** How many calls had one fate and would have another; the diagonal stays as it is. */
export function FateMatrix({ matrix }: { matrix: readonly Transition[] }) {
  const calls = new Map(matrix.map(({ from, to, calls }) => [`${from} ${to}`, calls]))
  const rows = FATES.filter((fate) => matrix.some(({ from }) => from === fate))
  const columns = FATES.filter((fate) => matrix.some(({ to }) => to === fate))
  return (
    <div className="relative overflow-x-auto rounded-md border border-line">
      <table className="w-full border-collapse text-13">
        <caption className="sr-only">
          Calls by what is in force, in rows, and by the draft, in columns
        </caption>
        <thead className="border-line border-b bg-sunken">
          <tr>
            <th scope="col" className="px-3 py-2 text-left font-medium text-12 text-ink-3">
              In force ↓ Draft →
            </th>
            {columns.map((to) => (
              <th key={to} scope="col" className="px-1.5 py-2 text-center font-medium text-12 last:pr-3">
                <FateMark fate={to} stacked />
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((from) => (
            <tr key={from}>
              <th scope="row" className="px-3 py-2 text-left font-medium">
                <FateMark fate={from} />
              </th>
              {columns.map((to) => (
                <Count key={to} from={from} to={to} calls={calls.get(`${from} ${to}`) ?? 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Count({ from, to, calls }: { from: Fate; to: Fate; calls: number }) {
  const isChange = from !== to && calls > 0
  return (
    <td
      className={clsx(
        'px-1.5 py-2 text-center tabular-nums last:pr-3',
        isChange ? 'font-semibold' : 'text-ink-3',
      )}
    >
      {calls === 0 ? '–' : figure(calls)}
    </td>
  )
}
