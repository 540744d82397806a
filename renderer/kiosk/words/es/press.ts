import type { press as en } from '../en/press.ts'
import type { Spanish } from './spanish.ts'

export const press: Spanish<typeof en> = {
  hold: {
    keep: 'Siga manteniendo',
    release: 'Suelte para cancelar',
    more: '{{seconds}} más. Aún no ha cambiado nada.',
    cancelled: 'Cancelado',
    unchanged: 'No ha cambiado nada.',
    tap: 'Manténgalo {{time}}',
    held: 'Mantenido',
    spoken: 'Siga manteniendo. {{seconds}} más. Suelte para cancelar.',
  },

  consent: {
    title: 'Volver a las {{when}}',
    proven: 'Comprobado, y funciona',
    share: 'Sus archivos en {{share}} no se tocan.',
    windows: 'Sus ventanas abiertas se apartan. «Deshacer» las trae de vuelta.',
    lost: {
      'was-off': 'Su escritorio no está en marcha: no hay ventanas abiertas que guardar.',
      'no-answer': 'Lo que no está guardado en sus ventanas no se puede conservar esta vez: su escritorio no responde.',
      'share-in-use':
        'Lo que no está guardado en sus ventanas no se puede conservar esta vez: hay archivos de {{share}} abiertos en él.',
      'share-not-left':
        'Lo que no está guardado en sus ventanas no se puede conservar esta vez: el escritorio no suelta {{share}}.',
      'too-slow': 'Lo que no está guardado en sus ventanas no se puede conservar esta vez: tardaría demasiado.',
      'no-room': 'Lo que no está guardado en sus ventanas no se puede conservar esta vez: no hay sitio.',
      interrupted: 'Lo que no está guardado en sus ventanas no se puede conservar esta vez.',
      'not-here': 'Lo que no está guardado en sus ventanas no se puede conservar esta vez.',
    },
    local: 'Lo que ha cambiado en este equipo desde entonces se guarda para usted.',
    changed_one: '{{count}} archivo de {{folders}} ha cambiado desde las {{clock}}. Se lo guardamos.',
    changed_many: '{{count}} archivos de {{folders}} han cambiado desde las {{clock}}. Se los guardamos.',
    changed_other: '{{count}} archivos de {{folders}} han cambiado desde las {{clock}}. Se los guardamos.',
    unchanged: 'Que sepamos, ningún archivo de sus carpetas ha cambiado desde las {{clock}}.',
    ago: 'De eso hace {{days}}.',
    takes: 'Tarda unos {{time}}.',
    takesCold: 'Desde ahí arranca de nuevo, así que tarda más de lo habitual.',
    takesUnknown: 'Aún no se sabe cuánto tarda: es la primera vez.',
    hint: 'O pulse el botón rojo una vez más para recuperar.',
    unsure: 'Pulse brevemente el botón rojo, o manténgalo {{time}}.',
    shot: 'Su escritorio a las {{clock}}, en la comprobación',
    shotAlt: 'Su escritorio como estaba a las {{clock}}',
  },

  advice: {
    times_one: 'Recuperar no ayudó por mucho tiempo.',
    times_many: 'Recuperar no ayudó por mucho tiempo, ya {{count}} veces.',
    times_other: 'Recuperar no ayudó por mucho tiempo, ya {{count}} veces.',
    earlier: 'Puede ayudar un punto anterior: el de las {{when}}.',
    helpDesk: '{{helpDesk}} Allí pueden mirar qué falla.',
  },

  points: {
    title: 'Puntos anteriores',
    lead: 'Todos están comprobados y funcionan. Elija uno y verá qué haría volver a él.',
    none: 'No hay otro punto comprobado de este escritorio.',
    looking: 'Los estamos buscando',
    again: 'Preguntamos de nuevo por nuestra cuenta.',
    unchanged: 'Nada cambia antes de que pulse «Recuperar».',
    last: 'El más reciente.',
    note: '«{{note}}»',
    limit: {
      old: 'Tiene {{days}}: faltarán las actualizaciones hechas desde entonces.',
      'machine-password':
        'Si el escritorio es miembro de un dominio, su contraseña de equipo puede haber cambiado desde entonces; tendrá que unirse otra vez.',
      firmware: 'Los ajustes del firmware no forman parte de él: se quedan como están.',
      'local-storage': 'Solo abarca el disco del sistema. Lo que está en su recurso compartido nunca se cambia.',
    },
    reason: {
      first: 'De cuando se instaló.',
      schedule: 'Guardado a su hora.',
      'sign-out': 'Guardado al cerrar su sesión.',
      announced: 'Guardado antes de un cambio.',
      'by-hand': 'Guardado a mano.',
    },
  },

  queue: {
    next: 'Usted es el siguiente',
    place_ordinal_other: 'Está en el {{count}}.º lugar',
    kept: 'Su pulsación está anotada; puede soltar.',
    lead: 'Muchas personas pulsaron a la vez: esperan {{of}}. Nada cambia en su escritorio antes de su turno.',
    leadNext: 'Antes se recuperan otros. Nada cambia en su escritorio antes de su turno.',
    cancelling: 'Cancelándola',
  },

  undo: {
    title: '¿Deshacer la recuperación?',
    titleRestart: '¿Deshacer el reinicio?',
    titleUndo: '¿Retirar «Deshacer»?',
    back: 'Su escritorio vuelve a las {{clock}}, exactamente como estaba. El fallo vuelve con él.',
    backDisk: 'Su escritorio vuelve a las {{clock}} y arranca de nuevo. El fallo vuelve con él.',
    backUndo: 'Su escritorio vuelve a como estaba a las {{clock}}, antes de que eligiera «Deshacer».',
    kept: 'Lo que ha hecho desde entonces también se guarda aparte.',
    lost: {
      'was-off': 'Entonces no estaba en marcha, así que no había nada abierto en él.',
      'no-answer': 'Lo que no estaba guardado no se pudo conservar: su escritorio no respondía.',
      'share-in-use': 'Lo que no estaba guardado no se pudo conservar: había archivos de {{share}} abiertos en él.',
      'share-not-left': 'Lo que no estaba guardado no se pudo conservar: el escritorio no soltaba {{share}}.',
      'too-slow': 'Lo que no estaba guardado no se pudo conservar: habría tardado demasiado.',
      'no-room': 'Lo que no estaba guardado no se pudo conservar: no había sitio.',
      interrupted: 'Lo que no estaba guardado no se pudo conservar: se interrumpió.',
      'not-here': 'Lo que no estaba guardado no se pudo conservar.',
    },
    share: 'Sus archivos en {{share}} no se tocan.',
    takes: 'Tarda unos {{time}}.',
  },

  kept: {
    title: 'Su pulsación está anotada',
    know: 'El servicio de escritorios no responde desde las {{clock}}. Su pulsación aún no se ha enviado, así que no ha cambiado nada.',
    doubt: 'Su pulsación se envió y no llegó respuesta. Aún no sabemos si llegó.',
    doing: 'Preguntamos cada 2 segundos. Cuando responda, su pulsación cuenta una vez, y solo una.',
    doingTry:
      'Preguntamos cada 2 segundos. Este es el intento {{tries}}. Cuando responda, su pulsación cuenta una vez, y solo una.',
    for: 'La guardamos un minuto.',
    lost: {
      title: 'No se envió nada',
      know: 'El servicio de escritorios no respondió en un minuto, así que dejamos ir su pulsación. No ha cambiado nada.',
      doing: 'Seguimos buscando el servicio de escritorios. Cuando vuelva, mantenga pulsado otra vez.',
    },
    lostInDoubt: {
      title: 'No sabemos si su pulsación llegó',
      know: 'Se envió, y en un minuto no llegó respuesta. Si llegó, verá aquí la recuperación en cuanto responda el servicio de escritorios.',
      doing:
        'No enviamos nada más. Si no ve ninguna recuperación cuando vuelva el servicio de escritorios, mantenga pulsado otra vez.',
    },
  },
}
