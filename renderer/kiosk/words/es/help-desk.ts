import type { helpDesk as en } from '../en/help-desk.ts'
import type { Spanish } from './spanish.ts'

export const helpDesk: Spanish<typeof en> = {
  helpDesk: {
    look: '¿Puede {{name}} ver su pantalla?',
    help: '¿Puede {{name}} ayudarle en su pantalla?',
    who: 'Lo pide {{name}}, de la asistencia.',
    whoWhy: 'Lo pide {{name}}, de la asistencia: «{{why}}»',
    sees: 'La asistencia ve lo que usted ve. Puede terminarlo en cualquier momento, en la franja de arriba.',
    acts: 'La asistencia ve lo que usted ve, y puede escribir y señalar como usted. Puede terminarlo en cualquier momento, en la franja de arriba.',
    noAnswer: 'Si no responde en {{time}}, eso significa que no.',
    sure: 'Para saber quién lo pide',
    letLook: 'Dejar ver',
    letHelp: 'Dejar ver y ayudar',
    no: 'No',
    watched: '{{name}} ve su pantalla',
    helped: '{{name}} ve su pantalla, y puede escribir y señalar',
    stop: 'Terminarlo',
    stopping: 'Terminándolo',
    message: 'Un mensaje de la asistencia',
    from: '{{name}}, {{when}}',
    read: 'Lo he leído',
    offer: 'La asistencia ofrece recuperar su escritorio',
    offerLook: 'Ver qué haría',
  },
}
