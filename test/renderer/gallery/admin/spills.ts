/** What is drawn where nobody gets to see it. Runs in the page, so it stands alone. */
export function spills(): string[] {
  const found: string[] = []
  if (document.documentElement.scrollWidth > innerWidth + 1)
    found.push(`the page is ${document.documentElement.scrollWidth} wide`)
  for (const e of document.querySelectorAll('button, a[href], input, h1, h2')) {
    const box = e.getBoundingClientRect()
    if (box.width === 0 || e.closest('.rows, .flush, .vh, .skip') !== null || e.matches('.skip')) continue
    const words = `${e.tagName.toLowerCase()} "${(e.textContent || e.getAttribute('aria-label') || '').slice(0, 30)}"`
    if (box.left < -1 || box.right > innerWidth + 1) found.push(`${words} leaves the screen`)
    if (e.tagName === 'BUTTON' && (box.height < 23.5 || box.width < 23.5))
      found.push(`${words} is ${Math.round(box.width)} x ${Math.round(box.height)}`)
  }
  return found
}
