import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { PICTURE_PATH, pictureParams } from '../../shared/api/routes.ts'
import { problemResponses } from './api.ts'
import { principalOf } from './authentication.ts'
import type { DesktopsPort } from './ports.ts'
import { signedInCall } from './route-problems.ts'

/** The picture that was taken while a restore point was checked. */
export function registerPicture(app: FastifyInstance, desktops: DesktopsPort): void {
  app.get(
    PICTURE_PATH,
    {
      config: { call: 'picture' },
      schema: {
        operationId: 'picture',
        summary: 'The screen as it was while the restore point was checked',
        params: pictureParams,
        response: {
          200: { description: 'PNG', content: { 'image/png': { schema: z.string().meta({ format: 'binary' }) } } },
          ...problemResponses([...signedInCall, 'unknown-desktop', 'unknown-point']),
        },
      },
    },
    async (request, reply) => {
      const { desktopId, pointId } = pictureParams.parse(request.params)
      const picture = await desktops.pointPicture(principalOf(request).personId, desktopId, pointId)
      return reply.type('image/png').send(Buffer.from(picture))
    },
  )
}
