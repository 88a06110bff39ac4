'use client'

import { useEffect, useReducer, useRef, useState } from 'react'
import type { GuardServer } from '#components/connect/start-demo.tsx'
import type { ActionResult } from '#components/ui/action.ts'
import { Notice } from '#components/ui/notice.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { ConnectorSetup } from './connector/connector-setup.tsx'
import { RegisterForm, type RegisterValues } from './register-form.tsx'
import { type RegistrationLine, register } from './registration.ts'
import { type RegistrationProgress, RegistrationView } from './registration-view.tsx'
import { nameFromUrl } from './server-name.ts'

const START: RegisterValues = { name: '', place: 'url', url: '', headers: [] }
const IDLE: RegistrationProgress = { phase: 'idle' }

type RegisterServerProps = {
  /** Where registration by URL is asked for, answered as lines of JSON. */
  streamUrl: string
  privateAllowed: boolean
  /** The gateway's origin, where connectors dial. */
  origin: string
  registerConnector: (input: { name: string; trial?: string }) => Promise<ActionResult<Connectable>>
  /** Publishes the recommended policy and makes a grant: the short way on. */
  guardServer: GuardServer
  /** A draft that waits for this server; null for none. */
  waiting: WaitingDraft | null
}
type WaitingDraft = { trial: string; name: string; url: string; isWhole: boolean }
type Connectable = { id: string; name: string; connectorKey: string }

export function RegisterServer(props: RegisterServerProps) {
  const { streamUrl, privateAllowed, origin, waiting } = props
  const draft = waiting === null ? {} : { trial: waiting.trial }
  const connector = useAction(props.registerConnector)
  const [connectable, setConnectable] = useState<Connectable | null>(null)
  const [values, setValues] = useState<RegisterValues>(() =>
    waiting === null ? START : { ...START, name: waiting.name, url: waiting.url },
  )
  const [progress, dispatch] = useReducer(advance, IDLE)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  async function submit() {
    if (values.place === 'url') return submitUrl()
    const result = await connector.run({ name: values.name.trim(), ...draft })
    if (result?.ok) setConnectable(result.value)
  }

  async function submitUrl() {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    dispatch({ type: 'start' })
    const headers = Object.fromEntries(
      values.headers.filter((row) => row.name.trim() !== '').map((row) => [row.name.trim(), row.value]),
    )
    const name = values.name.trim() || nameFromUrl(values.url)
    const input = { name, url: values.url.trim(), headers, ...draft }
    for await (const line of register(streamUrl, input, controller.signal)) {
      if (controller.signal.aborted) return
      dispatch(line)
    }
  }

  function cancel() {
    running.current?.abort()
    dispatch({ type: 'reset' })
  }

  if (connectable)
    return <ConnectorSetup server={connectable} connectorKey={connectable.connectorKey} origin={origin} />
  const isStdio = values.place === 'stdio'
  const urlFault = progress.phase === 'failed' ? progress.fault : null
  return (
    <div className="flex flex-col gap-6">
      {waiting && progress.phase !== 'done' ? <WaitingNotice waiting={waiting} /> : null}
      {progress.phase === 'done' ? null : (
        <RegisterForm
          values={values}
          onChange={setValues}
          onSubmit={submit}
          onCancel={cancel}
          running={isStdio ? connector.pending : progress.phase === 'running'}
          privateAllowed={privateAllowed}
          fault={isStdio ? connector.fault : urlFault}
        />
      )}
      {isStdio ? null : (
        <RegistrationView
          progress={progress}
          url={values.url}
          guard={waiting === null ? props.guardServer : null}
        />
      )}
    </div>
  )
}

function WaitingNotice({ waiting }: { waiting: WaitingDraft }) {
  return (
    <Notice title={`The draft for ${waiting.name} waits for its server`}>
      Register it, and the draft stands in its policy editor.
      {waiting.url !== '' && !waiting.isWhole
        ? ' What could be a key was left out of the address: complete it.'
        : ''}
    </Notice>
  )
}

type Step = RegistrationLine | { type: 'start' } | { type: 'reset' }

function advance(state: RegistrationProgress, step: Step): RegistrationProgress {
  if (step.type === 'start') return { phase: 'running', connected: null, tools: [] }
  if (step.type === 'reset') return IDLE
  if (state.phase !== 'running') return state
  switch (step.type) {
    case 'connecting':
      return state
    case 'connected':
      return { ...state, connected: { protocol: step.protocol, name: nameOf(step.serverInfo) } }
    case 'tool':
      return { ...state, tools: [...state.tools, step] }
    case 'registered':
      return { phase: 'done', connected: state.connected, tools: state.tools, server: step.server }
    case 'fault':
      return { phase: 'failed', fault: step.fault }
  }
}

/** The server's own words about itself are claims; only a short name is shown. */
function nameOf(serverInfo: unknown): string | null {
  if (typeof serverInfo !== 'object' || serverInfo === null) return null
  const own = Object.getOwnPropertyDescriptor(serverInfo, 'name')?.value
  return typeof own === 'string' ? own.slice(0, 80) : null
}
