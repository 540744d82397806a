/** The known word nearest to a wrong one, or null if none is near. */
export function didYouMean(wrong: string, known: readonly string[]): string | null {
  let nearest: string | null = null
  let least = Math.max(wrong.length > 3 ? 2 : 1, Math.floor(wrong.length / 3)) + 1
  for (const word of known) {
    const [a, b] = [wrong.toLowerCase(), word.toLowerCase()]
    // Half a word is as good as one letter wrong.
    const distance = a.length > 3 && b.startsWith(a) ? 1 : editsBetween(a, b)
    if (distance < least) [nearest, least] = [word, distance]
  }
  return nearest
}

/** How many letters must be put in, left out or changed (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
