// What the wizard begins with, made where the page is drawn.
import { CALLS_A_MINUTE, guideTool, ruleFor } from '#lib/guide/index.ts'
import type { Lane } from '#lib/policy/index.ts'
import { type RuleView, viewOf, type WizardTool } from './view.ts'

export type WizardStart = {
  readonly server: { readonly slug: string }
  readonly tool: WizardTool & { readonly slug: string }
  readonly first: RuleView
  readonly amounts: { readonly least: number; readonly most: number; readonly usual: number }
}

/**
 * The props of a `RuleWizard`.
 * @param tool what its definition and its class say, and its address in the catalogue
 * @param chosen a rule to begin with in place of the recommended one
 */
export function wizardFor(
  server: { readonly slug: string; readonly name: string },
  tool: WizardTool & { readonly slug: string },
  chosen: { readonly treatment: Lane; readonly amount?: number } | null = null,
): WizardStart {
  const { slug, name, description, inputSchema, category, severity } = tool
  const subject: WizardTool = {
    ...{ name, category, severity, inputSchema },
    ...(description !== undefined && { description }),
  }
  const rule = chosen
    ? ruleFor(subject, chosen.treatment, chosen.amount)
    : guideTool(server, subject, { category, severity })
  return {
    server: { slug: server.slug },
    // The description decides nothing of a rule: it stays where it is.
    tool: { slug, name, inputSchema, category, severity },
    first: viewOf(rule),
    amounts: { ...CALLS_A_MINUTE, usual: ruleFor(subject, 'limit').amount ?? CALLS_A_MINUTE.least },
  }
}
