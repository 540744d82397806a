/** The names under which the preload and main find each other. The preload can load nothing, so they stand alone here. */
export const CALL_CHANNEL = 'daruma:call'
export const EVENT_CHANNEL = 'daruma:event'
