import type { helpDesk as en } from '../en/help-desk.ts'
import type { French } from './french.ts'

export const helpDesk: French<typeof en> = {
  helpDesk: {
    look: '{{name}} peut-il voir votre écran ?',
    help: '{{name}} peut-il vous aider à votre écran ?',
    who: '{{name}}, de l’assistance, le demande.',
    whoWhy: '{{name}}, de l’assistance, le demande : « {{why}} »',
    sees: 'L’assistance voit ce que vous voyez. Vous pouvez arrêter à tout moment, dans le bandeau du haut.',
    acts: 'L’assistance voit ce que vous voyez, et peut taper et pointer comme vous. Vous pouvez arrêter à tout moment, dans le bandeau du haut.',
    noAnswer: 'Si vous ne répondez pas dans les {{time}}, cela veut dire non.',
    sure: 'Pour être sûr de qui demande',
    letLook: 'Laisser voir',
    letHelp: 'Laisser voir et aider',
    no: 'Non',
    watched: '{{name}} voit votre écran',
    helped: '{{name}} voit votre écran, et peut taper et pointer',
    stop: 'Arrêter',
    stopping: 'Arrêt en cours',
    message: 'Un mot de l’assistance',
    from: '{{name}}, {{when}}',
    read: 'Je l’ai lu',
    offer: 'L’assistance propose de rétablir votre bureau',
    offerLook: 'Voir ce que cela ferait',
  },
}
