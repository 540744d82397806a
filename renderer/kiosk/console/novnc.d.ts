/** What is used of noVNC 1.7, which has no types of its own. */
declare module '@novnc/novnc' {
  export default class RFB extends EventTarget {
    constructor(target: HTMLElement, channel: WebSocket, options?: { shared?: boolean })
    viewOnly: boolean
    scaleViewport: boolean
    focusOnClick: boolean
    background: string
    /** 0 to 9. */
    qualityLevel: number
    compressionLevel: number
    disconnect(): void
    /** Its own; called at the start, and when the machine says that its screen has another size. */
    protected _resize(width: number, height: number): void
    protected _fail(details: string): boolean
    /** Reads whatever has come. */
    protected _handleMessage(): void
    focus(options?: FocusOptions): void
    blur(): void
    sendCtrlAltDel(): void
    sendKey(keysym: number, code: string, down: boolean): void
  }
}
