import { z } from 'zod'
import { JustReason } from '../help-desk/acting.ts'
import { AddNote, IncidentFile, IncidentPage, IncidentSearch, OfferAll, TellAll } from '../help-desk/incident.ts'
import type { Route } from '../route.ts'

const incident = z.strictObject({ incidentId: z.uuid() })
const over = ['unknown-incident', 'incident-closed'] as const

export const helpDeskIncidentsRoutes = {
  incidents: {
    method: 'GET',
    path: '/api/v1/help-desk/incidents',
    query: IncidentSearch,
    right: 'desktops.see',
    status: 200,
    response: IncidentPage,
    summary: 'Presses that come together, the newest first',
  },
  incident: {
    method: 'GET',
    path: '/api/v1/help-desk/incidents/:incidentId',
    params: incident,
    right: 'desktops.see',
    status: 200,
    response: IncidentFile,
    problems: ['unknown-incident'],
    summary: 'One of them: what they share, and who pressed',
  },
  holdIncident: {
    method: 'POST',
    path: '/api/v1/help-desk/incidents/:incidentId/hold',
    params: incident,
    body: JustReason,
    right: 'incidents.act',
    status: 200,
    response: IncidentFile,
    problems: over,
    summary: 'Hold points and proofs of all that share it, so that a bad state is not learned as good',
  },
  tellIncident: {
    method: 'POST',
    path: '/api/v1/help-desk/incidents/:incidentId/messages',
    params: incident,
    body: TellAll,
    right: 'incidents.act',
    status: 200,
    response: IncidentFile,
    problems: [...over, 'key-used'],
    summary: 'Write to everybody whose desktop shares it',
  },
  offerIncident: {
    method: 'POST',
    path: '/api/v1/help-desk/incidents/:incidentId/offers',
    params: incident,
    body: OfferAll,
    right: 'incidents.act',
    status: 200,
    response: IncidentFile,
    problems: [...over, 'key-used'],
    summary: 'Offer a recovery to everybody whose desktop shares it and who has not pressed; each person decides',
  },
  noteIncident: {
    method: 'POST',
    path: '/api/v1/help-desk/incidents/:incidentId/notes',
    params: incident,
    body: AddNote,
    right: 'incidents.act',
    status: 200,
    response: IncidentFile,
    problems: ['unknown-incident'],
    summary: 'Write something down for the others',
  },
  closeIncident: {
    method: 'POST',
    path: '/api/v1/help-desk/incidents/:incidentId/close',
    params: incident,
    body: JustReason,
    right: 'incidents.act',
    status: 200,
    response: IncidentFile,
    problems: over,
    summary: 'It is over: what it held is let go, and what it offered is taken back',
  },
} as const satisfies Record<string, Route>
