import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { HELP_DESK_PICTURE_PATH, HELP_DESK_POINT_PICTURE_PATH } from '../../shared/api/help-desk/paths.ts'
import { DesktopId } from '../../shared/api/ids.ts'
import { pictureParams } from '../../shared/api/routes.ts'
import type { HelpDesk } from '../help-desk/help-desk.ts'
import { problemResponses } from './api.ts'
import { principalOf } from './authentication.ts'
import { signedInCall } from './route-problems.ts'

const desktop = z.strictObject({ desktopId: DesktopId })
const png = { 200: { description: 'PNG', content: { 'image/png': { schema: z.string().meta({ format: 'binary' }) } } } }

/** Pictures for the help desk: the screen now, as far as the policy shows it, and that of a point's check. */
export function registerHelpDeskPictures(app: FastifyInstance, helpDesk: HelpDesk): void {
  app.get(
    HELP_DESK_PICTURE_PATH,
    {
      config: { call: 'helpDeskPicture', right: 'desktops.see' },
      schema: {
        operationId: 'helpDeskPicture',
        summary: 'The screen as it is now: as its policy says too small to read, clear, or not at all',
        params: desktop,
        response: {
          ...png,
          ...problemResponses([...signedInCall, 'unknown-desktop', 'no-picture', 'hypervisor-failed']),
        },
      },
    },
    async (request, reply) => {
      const { desktopId } = desktop.parse(request.params)
      const picture = await helpDesk.picture(principalOf(request), desktopId)
      return reply.type('image/png').send(Buffer.from(picture))
    },
  )
  app.get(
    HELP_DESK_POINT_PICTURE_PATH,
    {
      config: { call: 'helpDeskPointPicture', right: 'desktops.see' },
      schema: {
        operationId: 'helpDeskPointPicture',
        summary: 'The screen as it was while the restore point was checked',
        params: pictureParams,
        response: { ...png, ...problemResponses([...signedInCall, 'unknown-desktop', 'unknown-point']) },
      },
    },
    async (request, reply) => {
      const { desktopId, pointId } = pictureParams.parse(request.params)
      const picture = await helpDesk.pointPicture(principalOf(request), desktopId, pointId)
      return reply.type('image/png').send(Buffer.from(picture))
    },
  )
}
