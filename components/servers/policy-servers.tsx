'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Form } from '#components/ui/form.tsx'
import { Select } from '#components/ui/select.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'

type Pair = { policyId: string; serverId: string }
type Act = (pair: Pair) => Promise<ActionResult<null>>
type ServingView = {
  readonly id: string
  readonly name: string
  readonly grants: number
  readonly missing: readonly string[]
}
type PolicyServersProps = {
  policyId: string
  serving: readonly ServingView[]
  /** Servers that it does not serve. */
  others: readonly { readonly id: string; readonly name: string }[]
  /** null for who may not. */
  acts: { readonly serve: Act; readonly unserve: Act } | null
}

const MOST_NAMED = 8

/** Which servers a policy serves, and which of its tools each does not have. */
export function PolicyServers({ policyId, serving, others, acts }: PolicyServersProps) {
  const router = useRouter()
  const unserve = useAction(acts?.unserve ?? refuse)

  async function take({ id: serverId, name }: ServingView) {
    const result = await unserve.run({ policyId, serverId })
    if (!result?.ok) return
    toast.success(`${name} is served no more`)
    router.refresh()
  }

  return (
    <div className="flex flex-col gap-4">
      <FaultProblem fault={unserve.fault} />
      <Table caption="Servers that the policy serves">
        <TableHead>
          <tr>
            <HeadCell>Server</HeadCell>
            <HeadCell className="text-right">Grants</HeadCell>
            <HeadCell>Tools that it lacks</HeadCell>
            {acts ? (
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            ) : null}
          </tr>
        </TableHead>
        <TableBody>
          {serving.map((server) => (
            <TableRow key={server.id}>
              <Cell className="max-w-56">
                <Link
                  href={`/servers/${server.id}/policy?policy=${policyId}`}
                  className="block truncate rounded-sm font-medium underline-offset-4 hover:underline"
                  title={server.name}
                >
                  {server.name}
                </Link>
              </Cell>
              <Cell className="text-right tabular-nums">{server.grants}</Cell>
              <Cell className="py-2 text-13">
                <Missing tools={server.missing} />
              </Cell>
              {acts ? (
                <Cell className="text-right">
                  {serving.length > 1 ? (
                    <Button
                      size="sm"
                      pending={unserve.pending}
                      aria-label={`Take away from ${server.name}`}
                      onClick={() => take(server)}
                    >
                      Take away
                    </Button>
                  ) : null}
                </Cell>
              ) : null}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {acts ? <ServeAnother policyId={policyId} others={others} serve={acts.serve} /> : null}
    </div>
  )
}

function Missing({ tools }: { tools: readonly string[] }) {
  if (tools.length === 0) return <span className="text-ink-3">None</span>
  const rest = tools.length - MOST_NAMED
  return (
    <span className="break-words">
      <span className="code">{tools.slice(0, MOST_NAMED).join(', ')}</span>
      {rest > 0 ? ` and ${rest} more` : ''}
    </span>
  )
}

type ServeAnotherProps = Pick<PolicyServersProps, 'policyId' | 'others'> & { serve: Act }

function ServeAnother({ policyId, others, serve }: ServeAnotherProps) {
  const router = useRouter()
  const [serverId, setServerId] = useState('')
  const { run, pending, fault } = useAction(serve)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await run({ policyId, serverId })
    if (!result?.ok) return
    toast.success('The policy serves it from now on')
    setServerId('')
    router.refresh()
  }

  if (others.length === 0) return <p className="text-13 text-ink-3">It serves every server there is.</p>
  return (
    <Form onSubmit={submit} className="flex flex-wrap items-center gap-2">
      <Select
        label="Another server"
        placeholder="Choose a server"
        className="w-56 max-w-full"
        {...(serverId !== '' && { value: serverId })}
        onValueChange={setServerId}
        options={others.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Button type="submit" variant="primary" pending={pending} disabled={serverId === ''}>
        Serve this one too
      </Button>
      <FaultProblem fault={fault} />
    </Form>
  )
}

async function refuse(): Promise<ActionResult<null>> {
  return {
    ok: false,
    fault: {
      code: 'forbidden',
      message: 'It takes a policy manager to change which servers a policy serves.',
      data: {},
      requestId: '',
    },
  }
}
