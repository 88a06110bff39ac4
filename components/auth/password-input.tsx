'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'

/** What a new password must be, in a sentence. */
export const PASSWORD_HINT = 'At least 15 characters. Four words are easy to keep in mind.'

type PasswordInputProps = {
  name?: string
  value: string
  onChange: (value: string) => void
  autoComplete: 'new-password' | 'current-password'
}

export function PasswordInput({ name = 'password', value, onChange, autoComplete }: PasswordInputProps) {
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <Input
        type={shown ? 'text' : 'password'}
        name={name}
        value={value}
        onValueChange={onChange}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        className="h-10 pr-10"
      />
      <IconButton
        label={shown ? 'Hide characters' : 'Show characters'}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute top-1 right-1 coarse:top-0.5"
      >
        {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
      </IconButton>
    </div>
  )
}
