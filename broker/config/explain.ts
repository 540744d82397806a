import type { z } from 'zod'
import { dotted } from './config-error.ts'
import { didYouMean } from './did-you-mean.ts'
import { keysAt } from './schema-keys.ts'
import type { YamlFile } from './yaml-file.ts'

/** What is wrong, one line for each: place, path, what, and the fix. */
export function explain(file: YamlFile, schema: z.ZodType, issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [line(file, issue.path, sentenceOf(issue))]
    const known = keysAt(schema, issue.path)
    return issue.keys.map((key) => {
      const meant = didYouMean(key, known)
      const fix = meant === null ? `known here: ${known.join(', ')}` : `did you mean ${meant}?`
      return line(file, [...issue.path, key], `there is no such key; ${fix}`, 'key')
    })
  })
}

export function line(
  file: YamlFile,
  path: readonly PropertyKey[],
  said: string,
  of: 'value' | 'key' = 'value',
): string {
  const name = dotted(path)
  return `${file.placeOf(path, of)}: ${name === '' ? 'the configuration' : name}: ${said}`
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  // Values speak for themselves (values.ts); what is left are groups of keys written as something else.
  if (issue.code === 'invalid_type' && issue.expected === 'object') {
    return issue.input === undefined
      ? 'is missing; write its keys below it'
      : 'must be a group of keys; write them below it'
  }
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined && 'options' in issue) {
    return `must be one of ${(issue.options as unknown[]).join(', ')}`
  }
  return issue.message
}
