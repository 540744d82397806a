import type { refusals as en } from '../en/refusals.ts'
import type { Spanish } from './spanish.ts'

export const refusals: Spanish<typeof en> = {
  cannot: {
    'no-known-good': {
      title: 'Aún no hay un punto comprobado',
      know: 'Este escritorio no tiene aún nada seguro a lo que volver, así que Recuperar todavía no ayuda. No ha cambiado nada.',
      doing: 'El primer punto se comprueba por sí solo. Mientras tanto puede reiniciar.',
    },
    'no-room': {
      title: 'No hay sitio para guardar lo que tiene',
      know: 'Antes de cambiar nada guardamos su escritorio como está. El almacenamiento está lleno, así que no hemos empezado. No ha cambiado nada.',
      doing: 'Nada por nuestra cuenta: la asistencia puede hacer sitio. Puede reiniciar ahora.',
    },
    other: {
      title: 'Recuperar no ayuda en este momento',
      doing: '{{todo}} No ha cambiado nada.',
    },
  },

  firstPoint: {
    taking: 'El primer punto se está guardando ahora y después se comprueba. Mientras tanto puede reiniciar.',
    proving: 'El punto de las {{when}} se está comprobando ahora. Mientras tanto puede reiniciar.',
    waiting: 'El punto de las {{when}} espera su comprobación.',
    failed: 'El punto de las {{when}} no superó la comprobación. {{why}}',
    next: 'La próxima comprobación es a las {{clock}}. Mientras tanto puede reiniciar.',
    soon: 'La próxima comprobación empieza en un momento. Mientras tanto puede reiniciar.',
    noNext: 'La asistencia puede mirarlo. Puede reiniciar.',
  },

  refused: {
    busy: {
      title: 'Se está haciendo otra cosa en su escritorio',
      know: 'Otro cambio de este escritorio no ha terminado, así que no hemos empezado. No ha cambiado nada.',
      doing: 'Termina por sí solo, casi siempre en un minuto. Después pulse otra vez.',
    },
    'out-of-date': {
      title: 'Su escritorio se recuperó entretanto',
      know: 'Cambió desde que lo miró, así que no empezamos otra vez.',
      doing: 'Mírelo como está ahora. Si aún hace falta, pulse otra vez.',
    },
    'too-many-presses': {
      title: 'Recuperado muchas veces en una hora',
      know: 'Más de lo mismo no parece ayudar, así que no hemos empezado. No ha cambiado nada.',
      doing: 'Desde las {{clock}} puede pulsar otra vez. La asistencia puede mirarlo ahora.',
    },
    'key-used': {
      title: 'Esa pulsación ya se había usado',
      know: 'Se envió antes, para otra cosa. No ha cambiado nada.',
      doing: 'Pulse otra vez y cuenta como una nueva.',
    },
    other: {
      title: 'Eso no se pudo hacer',
      doing: '{{todo}}',
    },
  },
}
