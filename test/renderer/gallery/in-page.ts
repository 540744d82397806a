/** What is looked for on a page. Each runs in the page itself, so it stands alone, and answers with a line for each find. */

type Axe = typeof import('axe-core')

/** What axe finds wrong, once its source has been run in the page. */
export async function barriers(): Promise<string[]> {
  const { axe } = window as unknown as { readonly axe: Axe }
  const { passes, violations } = await axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
  })
  if (passes.length === 0) return ['axe looked at nothing']
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)
}

/** What is too small to be touched, or lies where nobody gets to see it. */
export function misfits(): string[] {
  const found: string[] = []
  const words = (e: Element) =>
    `${e.tagName.toLowerCase()} "${(e.textContent || e.getAttribute('aria-label') || '').slice(0, 30)}"`
  const scrolls = (e: Element | null): boolean => {
    for (let at = e; at !== null; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight + 1) return true
    return false
  }
  const covered = document.querySelector('.hold') !== null
  for (const e of document.querySelectorAll('button, .option, .box')) {
    const box = e.getBoundingClientRect()
    if (box.width < 55.5 || box.height < 55.5)
      found.push(`${words(e)} is ${Math.round(box.width)} x ${Math.round(box.height)}`)
    const inside = box.top >= -1 && box.bottom <= innerHeight + 1
    if (!covered && !inside && !scrolls(e)) found.push(`${words(e)} is above or below the screen`)
  }
  for (const e of document.querySelectorAll('button, h1, h2, p, li, dt, dd, b, span, legend, .figure, input')) {
    if (e.closest('.visually-hidden, .doll, .console, .console-cover') !== null) continue
    const box = e.getBoundingClientRect()
    if (box.width > 0 && (box.left < -1 || box.right > innerWidth + 1)) found.push(`${words(e)} leaves the screen`)
    if (
      e.scrollWidth > e.clientWidth + 2 &&
      e.clientWidth > 0 &&
      getComputedStyle(e).overflowX === 'visible' &&
      getComputedStyle(e).display !== 'inline'
    )
      found.push(`${words(e)} is wider than its place`)
  }
  return found
}

/**
 * What may move, by its style, whether or not it does so just now. Colours may change over time:
 * nothing moves by that. The dial is a clock, and goes in steps.
 */
export function moving(): string[] {
  const colours = /^(none|color|fill|stroke|background|(background|border|outline|text-decoration)-color)$/
  const found: string[] = []
  for (const e of document.querySelectorAll('*:not(.dial, .dial *)'))
    for (const part of [null, '::before', '::after']) {
      const style = getComputedStyle(e, part)
      const what = `${e.tagName.toLowerCase()}${part ?? ''} "${e.getAttribute('class') ?? ''}"`
      const lasting = style.transitionDuration.split(', ').some((time) => time !== '0s')
      for (const property of lasting ? style.transitionProperty.split(', ') : [])
        if (!colours.test(property)) found.push(`${what} moves by ${property}`)
      if (style.animationName !== 'none') found.push(`${what} moves by ${style.animationName}`)
    }
  const byStyle = (a: Animation) => a instanceof CSSAnimation || a instanceof CSSTransition
  if (!document.getAnimations().every(byStyle)) found.push('a script moves something')
  return found
}
