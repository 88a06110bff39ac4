'use client'

import { ListFilter } from 'lucide-react'
import { SeverityGlyph } from '#components/severity-glyph.tsx'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuChecks, MenuSeparator } from '#components/ui/menu.tsx'
import { CATEGORIES, SEVERITIES } from '#lib/policy/index.ts'
import { countChosen, type Filter, MARKS } from './board/filter.ts'
import { MARK_WORDS } from './filter-words.ts'

type FilterMenuProps = { filter: Filter; onFilter: (filter: Filter) => void }

/** Which cards are shown, as boxes to tick. */
export function FilterMenu({ filter, onFilter }: FilterMenuProps) {
  const chosen = countChosen(filter)
  return (
    <Menu
      align="start"
      trigger={
        <Button variant={chosen > 0 ? 'secondary' : 'quiet'}>
          <ListFilter aria-hidden />
          <span className="max-sm:sr-only">Filter</span>
          {chosen > 0 ? <span className="text-ink-3">{chosen}</span> : null}
        </Button>
      }
    >
      <MenuChecks
        label="Risk"
        values={filter.severities}
        onValuesChange={(severities) => onFilter({ ...filter, severities })}
        options={SEVERITIES.toReversed().map((value) => ({
          value,
          label: value,
          icon: <SeverityGlyph severity={value} />,
        }))}
      />
      <MenuSeparator />
      <MenuChecks
        label="Category"
        values={filter.categories}
        onValuesChange={(categories) => onFilter({ ...filter, categories })}
        options={CATEGORIES.map((value) => ({ value, label: value }))}
      />
      <MenuSeparator />
      <MenuChecks
        label="Only"
        values={filter.marks}
        onValuesChange={(marks) => onFilter({ ...filter, marks })}
        options={MARKS.map((value) => ({ value, label: MARK_WORDS[value] }))}
      />
    </Menu>
  )
}
