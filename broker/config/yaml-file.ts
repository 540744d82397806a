import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
} from 'yaml'
import { ConfigError } from './config-error.ts'

/** One YAML document that knows where in its text each value stands. */
export class YamlFile {
  readonly value: unknown
  readonly #name: string
  readonly #document: Document.Parsed
  readonly #lines: LineCounter

  /** Throws `ConfigError` for text that is not YAML; `name` is the file's, for messages. */
  constructor(name: string, text: string) {
    this.#name = name
    this.#lines = new LineCounter()
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false })
    const wrong = [...this.#document.errors, ...this.#document.warnings]
    if (wrong.length > 0) {
      throw new ConfigError(
        wrong.map((e) => `${this.#at(e.pos[0])}: ${e.message}; see https://yaml.org for how YAML is written`),
      )
    }
    this.value = this.#document.toJS() as unknown
  }

  /** `file:line:column` of the value at `path`; of the key itself for `key`; of what holds it, if it is missing. */
  placeOf(path: readonly PropertyKey[], of: 'value' | 'key' = 'value'): string {
    let node: unknown = this.#document.contents
    let offset = offsetOf(node) ?? 0
    for (const [i, step] of path.entries()) {
      if (isMap<ParsedNode, ParsedNode | null>(node)) {
        const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step)
        if (pair === undefined) break
        node = of === 'key' && i === path.length - 1 ? pair.key : (pair.value ?? pair.key)
      } else if (isSeq(node) && typeof step === 'number') node = node.items[step]
      else break
      offset = offsetOf(node) ?? offset
    }
    return this.#at(offset)
  }

  #at(offset: number): string {
    const { line, col } = this.#lines.linePos(offset)
    return `${this.#name}:${Math.max(line, 1)}:${Math.max(col, 1)}`
  }
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
