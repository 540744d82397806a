/** Not JSON, so not in the table of calls: the help desk's event stream and pictures (PNG). */
export const HELP_DESK_EVENTS_PATH = '/api/v1/help-desk/events'
/** The screen as it is now, as far as the policy shows it. */
export const HELP_DESK_PICTURE_PATH = '/api/v1/help-desk/desktops/:desktopId/picture'
/** The screen as it was while a point was checked. */
export const HELP_DESK_POINT_PICTURE_PATH = '/api/v1/help-desk/desktops/:desktopId/points/:pointId/picture'
