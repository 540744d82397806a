import RFB from '@novnc/novnc'

/** As many as four screens of the largest usual size. A machine that claims more lies: what it asks for would be gigabytes. */
const MOST_PIXELS = 4 * 3840 * 2160

/** Reading has come to its end: what came is no RFB. */
class Failed extends Error {}

/**
 * noVNC, kept to what can be. By itself it believes any size of a screen, and of a message that it does not know it goes on to
 * read each byte as another one, for minutes.
 */
export class BoundedRfb extends RFB {
  protected reading?: boolean

  protected override _resize(width: number, height: number): void {
    if (width * height > 0 && width * height <= MOST_PIXELS) super._resize(width, height)
    else this._fail(`a screen of ${width} by ${height}`)
  }

  protected override _fail(details: string): boolean {
    super._fail(details)
    if (this.reading === true) throw new Failed(details)
    return false
  }

  protected override _handleMessage(): void {
    this.reading = true
    try {
      super._handleMessage()
    } catch (e) {
      if (!(e instanceof Failed)) throw e
    } finally {
      this.reading = false
    }
  }
}
