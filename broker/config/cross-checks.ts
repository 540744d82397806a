import { PolicyPatch, policyFaults } from '../../shared/api/policy.ts'
import { effective } from '../policies/policies.ts'
import { line } from './explain.ts'
import type { ConfigFile } from './schema.ts'
import type { YamlFile } from './yaml-file.ts'

/** What no key can say by itself. One line for each fault. */
export function crossChecks(file: YamlFile, config: ConfigFile): string[] {
  const people = config.people.map((p) => p.name)
  const unowned = config.desktops.flatMap(({ owner }, i) =>
    people.includes(owner)
      ? []
      : [
          line(
            file,
            ['desktops', i, 'owner'],
            `there is nobody named '${owner}' among people; add them, or name another`,
          ),
        ],
  )
  return [
    ...twice(people).map((i) =>
      line(file, ['people', i, 'name'], 'is the name of somebody else as well; choose another'),
    ),
    ...twice(config.desktops.map((d) => d.id)).map((i) =>
      line(file, ['desktops', i, 'id'], 'is the id of another desktop as well; choose another'),
    ),
    ...unowned,
    ...config.people.flatMap(({ signIn }, i) =>
      signIn === 'password' || config.signIn[signIn] !== null
        ? []
        : [line(file, ['people', i, 'signIn'], `needs signIn.${signIn}, which is not there; write it, or a password`)],
    ),
    ...impossiblePolicies(file, config),
    ...openToNetwork(file, config),
  ]
}

/** Here each desktop is looked at with what is built in; with what its pool says, when that is said. */
function impossiblePolicies(file: YamlFile, { desktops }: ConfigFile): string[] {
  return desktops.flatMap(({ policy }, i) => {
    const patch = PolicyPatch.safeParse(policy)
    if (!patch.success) {
      const [issue] = patch.error.issues
      return [line(file, ['desktops', i, 'policy', ...(issue?.path ?? [])], issue?.message ?? 'is not possible')]
    }
    return policyFaults(effective([patch.data])).map(({ at, says }) => line(file, ['desktops', i, 'policy', at], says))
  })
}

function twice(values: readonly string[]): number[] {
  return values.flatMap((value, i) => (values.indexOf(value) < i ? [i] : []))
}

/** Passwords and consoles go over this: whoever opens it to the network encrypts it, and says how people reach it. */
function openToNetwork(file: YamlFile, { listen, publicAddress }: ConfigFile): string[] {
  if (isLoopback(listen.host)) return []
  const fault = (said: string) => [line(file, ['listen', 'host'], `is open to the network, ${said}`)]
  if (publicAddress === null) return fault('so write as publicAddress how people reach it')
  if (publicAddress.startsWith('https://')) return []
  return fault('but publicAddress has no https://; give listen.tls, or put a proxy before it, and write https://')
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
