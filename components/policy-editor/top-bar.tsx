'use client'

import {
  Braces,
  ChevronDown,
  ChevronRight,
  FlaskConical,
  History,
  Layers,
  ListRestart,
  Plus,
  Redo2,
  Undo2,
} from 'lucide-react'
import { memo } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '#components/ui/menu.tsx'
import { NavLink } from '#components/ui/nav-link.tsx'
import type { Saving } from './draft/use-saving.ts'
import type { TrialMode } from './model.ts'
import { TrialPlace } from './trial-place.tsx'
import { countOf } from './words.ts'

export type TopBarProps = {
  server: { id: string; name: string }
  /** '' for one that was never published. */
  policyId: string
  policyName: string
  /** The policies of the server, to go to. */
  policies: readonly { id: string; name: string }[]
  changes: number
  saving: Saving
  onRetry: () => void
  canUndo: boolean
  canRedo: boolean
  onUndo: () => void
  onRedo: () => void
  codeOpen: boolean
  onCode: () => void
  tryOpen: boolean
  onTry: () => void
  replayOpen: boolean
  onReplay: () => void
  /** A draft of this server is in shadow. */
  inShadow: boolean
  historyOpen: boolean
  onHistory: () => void
  onPublish: () => void
  /** Null where there is no draft to discard. */
  onDiscard: (() => void) | null
  editable: boolean
  /** Where it is tried without an account. */
  trial: TrialMode | null
  onKeep: () => void
}

/** Where one is, how the draft stands, and the one primary action. */
export const TopBar = memo(function TopBar(props: TopBarProps) {
  const { server, editable, trial } = props
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 pb-2">
      <div className="flex min-w-0 flex-1 items-center gap-2.5">
        {trial === null ? (
          <nav aria-label="Breadcrumb" className="min-w-0">
            <ol className="flex min-w-0 items-center gap-1 text-14 text-ink-2">
              <li className="max-lg:hidden">
                <NavLink href="/servers" className="rounded-sm hover:text-ink">
                  Servers
                </NavLink>
              </li>
              <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-3 max-lg:hidden" />
              <li className="min-w-0 max-sm:hidden">
                <NavLink href={`/servers/${server.id}`} className="block truncate rounded-sm hover:text-ink">
                  {server.name}
                </NavLink>
              </li>
              <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-3 max-sm:hidden" />
              <li className="min-w-0">
                <PolicyMenu {...props} />
              </li>
            </ol>
          </nav>
        ) : (
          <TrialPlace server={server.name} />
        )}
        {editable ? <DraftState {...props} /> : <Badge>Read only</Badge>}
      </div>
      <div className="flex items-center gap-1">
        {editable ? (
          <>
            <IconButton label="Undo (Ctrl Z)" disabled={!props.canUndo} onClick={props.onUndo}>
              <Undo2 aria-hidden />
            </IconButton>
            <IconButton label="Redo (Ctrl Shift Z)" disabled={!props.canRedo} onClick={props.onRedo}>
              <Redo2 aria-hidden />
            </IconButton>
          </>
        ) : null}
        {trial === null ? (
          <Button
            variant="quiet"
            aria-pressed={props.historyOpen}
            aria-label="History"
            onClick={props.onHistory}
          >
            <History aria-hidden />
            <span className="max-xl:hidden">History</span>
          </Button>
        ) : null}
        <Button variant="quiet" aria-pressed={props.tryOpen} aria-label="Try a call" onClick={props.onTry}>
          <FlaskConical aria-hidden />
          <span className="max-xl:hidden">Try a call</span>
        </Button>
        {trial === null ? (
          <Button
            variant="quiet"
            aria-pressed={props.replayOpen}
            aria-label={props.inShadow ? 'Replay, a draft is in shadow' : 'Replay'}
            onClick={props.onReplay}
          >
            <ListRestart aria-hidden />
            <span className="max-xl:hidden">{props.inShadow ? 'In shadow' : 'Replay'}</span>
          </Button>
        ) : null}
        <Button variant="quiet" aria-pressed={props.codeOpen} aria-label="Code" onClick={props.onCode}>
          <Braces aria-hidden />
          <span className="max-xl:hidden">Code</span>
        </Button>
        {trial !== null ? (
          <Button variant="primary" className="ml-1" aria-label={trial.keepWords} onClick={props.onKeep}>
            <span className="max-sm:hidden">{trial.keepWords}</span>
            <span className="sm:hidden">Keep it</span>
          </Button>
        ) : editable ? (
          <Button variant="primary" className="ml-1" onClick={props.onPublish}>
            Publish
          </Button>
        ) : null}
      </div>
    </header>
  )
})

function PolicyMenu({ server, policyId, policyName, policies, editable, onDiscard }: TopBarProps) {
  const href = (policy: string) => `/servers/${server.id}/policy?policy=${policy}`
  return (
    <h1 className="flex min-w-0 items-center">
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="-mx-1.5 flex min-w-0 items-center gap-1 rounded-sm px-1.5 py-0.5 font-semibold text-14 text-ink hover:bg-hover data-popup-open:bg-hover"
          >
            <span className="truncate">{policyName}</span>
            <ChevronDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
          </button>
        }
      >
        {policies.map((policy) => (
          <MenuLink key={policy.id} render={<NavLink href={href(policy.id)} />}>
            {policy.name}
          </MenuLink>
        ))}
        {policies.length > 0 ? <MenuSeparator /> : null}
        {editable ? (
          <MenuLink icon={<Plus aria-hidden />} render={<NavLink href={href('new')} />}>
            New policy
          </MenuLink>
        ) : null}
        {policyId === '' ? null : (
          <MenuLink
            icon={<Layers aria-hidden />}
            render={<NavLink href={`/servers/${server.id}/policy/servers?policy=${policyId}`} />}
          >
            Servers that it serves
          </MenuLink>
        )}
        {onDiscard ? (
          <MenuItem icon={<Undo2 aria-hidden />} onSelect={onDiscard}>
            Discard the draft
          </MenuItem>
        ) : null}
        <MenuLink render={<NavLink href={`/servers/${server.id}`} />}>Back to {server.name}</MenuLink>
      </Menu>
    </h1>
  )
}

function DraftState({ changes, saving, onRetry }: TopBarProps) {
  const words = savingWords(saving)
  return (
    <span
      className="flex min-w-0 items-center gap-2 whitespace-nowrap text-13 text-ink-3"
      data-saving={saving.state}
    >
      {changes === 0 ? null : <Badge className="max-lg:hidden">{countOf(changes, 'change')}</Badge>}
      <span
        className="truncate max-sm:sr-only"
        title={saving.state === 'failed' ? saving.message : undefined}
      >
        {words}
      </span>
      {saving.state === 'failed' ? (
        <Button size="sm" variant="quiet" onClick={onRetry}>
          Retry
        </Button>
      ) : null}
    </span>
  )
}

function savingWords(saving: Saving): string {
  switch (saving.state) {
    case 'clean':
      return ''
    case 'waiting':
    case 'saving':
      return 'Saving…'
    case 'saved':
      return 'Draft saved'
    case 'failed':
      return 'Draft not saved'
  }
}
