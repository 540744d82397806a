import {
  convertCssVariables,
  DEFAULT_THEME,
  deepMerge,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core'
import { cssVariables, theme } from './theme.ts'

/**
 * Mantine would write its variables into a style element, which the page's policy forbids. A sheet that a script
 * constructs is no element, and the policy is about those.
 */
export function adoptVariables(): void {
  const whole = mergeMantineTheme(DEFAULT_THEME, theme)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(convertCssVariables(deepMerge(defaultCssVariablesResolver(whole), cssVariables(whole)), ':root'))
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
