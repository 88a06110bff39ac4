'use client'

import { useEffect, useReducer, useRef, useState } from 'react'
import { RegisterForm, type RegisterValues } from './register-form.tsx'
import { type RegistrationLine, register } from './registration.ts'
import { type RegistrationProgress, RegistrationView } from './registration-view.tsx'

const START: RegisterValues = { name: '', url: '', headers: [] }
const IDLE: RegistrationProgress = { phase: 'idle' }

/** @param streamUrl where registration is asked for, answered as lines of JSON */
export function RegisterServer({
  streamUrl,
  privateAllowed,
}: {
  streamUrl: string
  privateAllowed: boolean
}) {
  const [values, setValues] = useState<RegisterValues>(START)
  const [progress, dispatch] = useReducer(advance, IDLE)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  async function submit() {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    dispatch({ type: 'start' })
    const headers = Object.fromEntries(
      values.headers.filter((row) => row.name.trim() !== '').map((row) => [row.name.trim(), row.value]),
    )
    const input = { name: values.name.trim(), url: values.url.trim(), headers }
    for await (const line of register(streamUrl, input, controller.signal)) {
      if (controller.signal.aborted) return
      dispatch(line)
    }
  }

  function cancel() {
    running.current?.abort()
    dispatch({ type: 'reset' })
  }

  return (
    <div className="flex flex-col gap-6">
      {progress.phase === 'done' ? null : (
        <RegisterForm
          values={values}
          onChange={setValues}
          onSubmit={submit}
          onCancel={cancel}
          running={progress.phase === 'running'}
          privateAllowed={privateAllowed}
          fault={progress.phase === 'failed' ? progress.fault : null}
        />
      )}
      <RegistrationView progress={progress} url={values.url} />
    </div>
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
