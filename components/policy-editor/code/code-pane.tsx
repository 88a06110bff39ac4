'use client'

import { lazy, Suspense } from 'react'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Command, Issue } from '#lib/policy/index.ts'
import type { CodeEditorProps } from './code-editor.tsx'
import { ProblemList } from './problem-list.tsx'

// CodeMirror is larger than the whole board, and many never open it.
const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }))

type CodePaneProps = CodeEditorProps & {
  onJump: (issue: Issue) => void
  onFix?: (command: Command) => void
}

/** The document itself, with what is wrong in it below. */
export function CodePane({ onJump, onFix, ...editor }: CodePaneProps) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">
        <Suspense fallback={<CodeSkeleton />}>
          <CodeEditor {...editor} />
        </Suspense>
      </div>
      {editor.issues.length === 0 ? null : (
        <section aria-label="Problems" className="max-h-[40%] shrink-0 overflow-y-auto border-line border-t">
          <ProblemList
            issues={editor.issues}
            text={editor.text}
            onJump={onJump}
            {...(onFix ? { onFix } : {})}
          />
        </section>
      )}
    </div>
  )
}

function CodeSkeleton() {
  return (
    <div className="space-y-2.5 p-4">
      {['w-8', 'w-40', 'w-32', 'w-56', 'w-48', 'w-64', 'w-36'].map((width) => (
        <Skeleton key={width} className={`h-3 ${width}`} />
      ))}
    </div>
  )
}
