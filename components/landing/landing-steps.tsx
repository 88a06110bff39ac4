import type { ReactNode } from 'react'
import { EFFECTS, Effect } from '#components/effect.tsx'
import { RiskBadge } from '#components/risk-badge.tsx'
import { LANES } from '#lib/policy/index.ts'
import { DEMO_TOOLS } from './demo-state.ts'

const SHOWN = ['read_stream', 'create_connection', 'restart_watcher', 'destroy_connection']

/** From nothing to a judged call. */
export function LandingSteps() {
  const tools = DEMO_TOOLS.filter((tool) => SHOWN.includes(tool.name))
  return (
    <ol className="grid gap-x-8 gap-y-12 md:grid-cols-3">
      <Step
        number={1}
        title="Register a server"
        text="By its URL. Every tool it offers is read, rated by what it can do, and pinned: a definition that changes later is refused until you accept it."
      >
        <ul className="divide-y divide-line">
          {tools.map((tool) => (
            <li key={tool.name} className="flex h-9 items-center justify-between gap-3">
              <span className="code truncate text-12">{tool.name}</span>
              <RiskBadge severity={tool.severity} category={tool.category} />
            </li>
          ))}
        </ul>
      </Step>
      <Step
        number={2}
        title="Set the rules"
        text="Drag tools between five lanes, or write the same policy as JSON. Limits count exactly, conditions read the arguments, and each published version stays as it was."
      >
        <ul className="divide-y divide-line">
          {LANES.map((lane) => (
            <li key={lane} className="flex h-7 items-center gap-3 text-13">
              <Effect effect={lane} className="w-20 shrink-0" />
              <span className="truncate text-12 text-ink-3">{EFFECTS[lane].says}</span>
            </li>
          ))}
        </ul>
      </Step>
      <Step
        number={3}
        title="Point the client"
        text="One URL and one token take the place of the server’s own. Each call is then on record with its decision and the rule that made it."
      >
        <pre className="code overflow-x-auto whitespace-pre text-12 text-ink-2 leading-5">
          {
            'claude mcp add livetap \\\n  --transport http \\\n  --header "Authorization: Bearer …" \\\n  http://localhost:3000/mcp/srv_…/'
          }
        </pre>
      </Step>
    </ol>
  )
}

type StepProps = { number: number; title: string; text: string; children: ReactNode }

function Step({ number, title, text, children }: StepProps) {
  return (
    <li className="flex min-w-0 flex-col">
      <div className="h-44 overflow-hidden rounded-md border border-line bg-surface px-4 py-4">
        {children}
      </div>
      <h3 className="mt-4 flex items-baseline gap-2 font-semibold text-16">
        <span className="text-ink-3">{number}</span>
        {title}
      </h3>
      <p className="mt-1 text-14 text-ink-2">{text}</p>
    </li>
  )
}
