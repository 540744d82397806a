import type { helpDesk as en } from '../en/help-desk.ts'
import type { German } from './german.ts'

export const helpDesk: German<typeof en> = {
  helpDesk: {
    look: 'Darf {{name}} Ihren Bildschirm sehen?',
    help: 'Darf {{name}} an Ihrem Bildschirm helfen?',
    who: '{{name}} vom Helpdesk fragt.',
    whoWhy: '{{name}} vom Helpdesk fragt: „{{why}}“',
    sees: 'Der Helpdesk sieht dann, was Sie sehen. Sie können das jederzeit beenden, oben im Streifen.',
    acts: 'Der Helpdesk sieht dann, was Sie sehen, und kann tippen und zeigen wie Sie. Sie können das jederzeit beenden, oben im Streifen.',
    noAnswer: 'Wenn Sie nicht innerhalb von {{time}} antworten, heißt das Nein.',
    sure: 'Um sicher zu sein, wer fragt',
    letLook: 'Zusehen lassen',
    letHelp: 'Zusehen und helfen lassen',
    no: 'Nein',
    watched: '{{name}} sieht Ihren Bildschirm',
    helped: '{{name}} sieht Ihren Bildschirm und kann tippen und zeigen',
    stop: 'Beenden',
    stopping: 'Wird beendet',
    message: 'Eine Nachricht vom Helpdesk',
    from: '{{name}}, {{when}}',
    read: 'Gelesen',
    offer: 'Der Helpdesk bietet an, Ihren Desktop wiederherzustellen',
    offerLook: 'Ansehen, was das bewirkt',
  },
}
