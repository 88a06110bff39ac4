'use client'

import { useId } from 'react'
import { EFFECTS } from '#components/effect.tsx'
import { type Choice, LANES } from './use-rule.ts'

type TreatmentFieldsProps = {
  choice: Choice
  amounts: { readonly least: number; readonly most: number }
  describedBy: string
  onChoice: (choice: Choice) => void
}

/** Five radio buttons and a slider that is there for one of them; what is shown follows the form, not a script. */
export function TreatmentFields({ choice, amounts, describedBy, onChoice }: TreatmentFieldsProps) {
  const { treatment, amount } = choice
  const slider = useId()
  return (
    <>
      <fieldset aria-describedby={describedBy} className="min-w-0">
        <legend className="mb-2 font-medium text-13">What happens to a call</legend>
        <div className="flex flex-wrap gap-1 rounded-md bg-sunken p-1">
          {LANES.map((lane) => {
            const { word, icon: Icon } = EFFECTS[lane]
            return (
              <label
                key={lane}
                className="flex h-8 flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-sm border border-transparent px-2.5 max-sm:gap-1 max-sm:px-1 font-medium text-13 text-ink-2 hover:text-ink has-checked:border-line has-checked:bg-surface has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent coarse:h-11 forced-colors:has-checked:border-current"
              >
                <input
                  type="radio"
                  name="treatment"
                  value={lane}
                  checked={lane === treatment}
                  onChange={() => onChoice({ treatment: lane, amount })}
                  className="sr-only"
                />
                <Icon aria-hidden className="size-4" />
                {word}
              </label>
            )
          })}
        </div>
      </fieldset>
      <div className="hidden flex-col gap-1.5 group-has-[input[value=limit]:checked]:flex">
        <div className="flex items-baseline justify-between gap-3 text-13">
          <label htmlFor={slider} className="font-medium">
            Calls a minute
          </label>
          <output htmlFor={slider} className="font-medium tabular-nums">
            {amount.toLocaleString('en')}
          </output>
        </div>
        <input
          id={slider}
          type="range"
          name="amount"
          min={amounts.least}
          max={amounts.most}
          value={amount}
          aria-valuetext={`${amount} ${amount === 1 ? 'call' : 'calls'} a minute`}
          onChange={(event) => onChoice({ treatment, amount: Number(event.currentTarget.value) })}
          className="h-6 w-full accent-accent coarse:h-11"
        />
      </div>
    </>
  )
}
