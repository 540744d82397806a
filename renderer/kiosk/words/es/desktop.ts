import type { desktop as en } from '../en/desktop.ts'
import type { Spanish } from './spanish.ts'

export const desktop: Spanish<typeof en> = {
  opening: {
    desktops: 'Abriendo su escritorio',
    picture: 'Abriendo {{name}}',
    pictureLead: 'Aparece tal como lo dejó.',
    pictureLate: 'Su imagen no llega',
    pictureLateLead: 'Seguimos pidiéndola. Si la pantalla sigue negra, recupere o reinicie el escritorio.',
    again: 'Trayendo de vuelta su imagen',
    againLead: 'Su escritorio sigue en marcha, con todo lo que tiene abierto.',
    starting: '{{name}} está arrancando',
    startingLead: 'La imagen aparece en cuanto la hay.',
    preparing: 'Preparando {{name}}',
    preparingLead: 'Se hace una sola vez. Aparece por sí solo cuando está listo.',
    recovering: 'Recuperando {{name}}',
    recoveringLead: 'Aparece por sí solo cuando termina.',
    off: '{{name}} está apagado',
    offLead: 'Enciéndalo y aparece tal como lo dejó en su disco.',
    leaving: 'Cerrando su sesión',
    leavingLead: 'Su escritorio sigue en marcha.',
    late: 'Tarda más de lo habitual. Seguimos preguntando.',
  },

  bar: {
    name: 'Barra',
    handle:
      'Mostrar la barra: Recuperar, Reiniciar, Ctrl Alt Supr, Cerrar sesión. Teclas: Ctrl Alt Inicio, o tres veces Escape',
    point: 'Punto comprobado de las {{clock}}',
    recovered: 'Recuperado a las {{clock}}',
    noPoint: 'Aún no hay punto comprobado',
    cannot: 'Recuperar no ayuda ahora',
    note: {
      'first-check': 'Se arranca aparte y se comprueba antes de ser suyo por primera vez.',
      panicked: 'Se ha detenido con un error del sistema.',
      paused: 'Está detenido.',
      'no-room': 'Su almacenamiento está lleno. Sigue por sí solo cuando vuelve a haber espacio.',
    },
    unanswered: '¿No responde? Mantenga {{time}}',
  },

  restart: {
    title: '¿Reiniciar {{name}}?',
    windows: 'Sus ventanas abiertas se cierran. Lo que no esté guardado en ellas se pierde.',
    disk: 'En este equipo no se cambia ni se devuelve nada.',
    share: 'Sus archivos en {{share}} no se tocan.',
  },

  takePoint: {
    title: '¿Guardar un punto ahora?',
    running: 'Su escritorio sigue en marcha, con todo lo que tiene abierto.',
    checked: 'Después se comprueba, aparte de su escritorio. Tarda unos minutos, y usted puede seguir trabajando.',
    note: '¿Para qué? Puede dejarlo vacío.',
    sending: 'Un momento',
    taking: 'Guardando el punto',
    takingLead: 'Tarda un momento. Puede seguir trabajando.',
    checking: 'El punto está guardado',
    checkingLead: 'Su escritorio de las {{when}} está guardado. Cuando supere su comprobación, se podrá volver a él.',
    good: 'Comprobado, y funciona',
    goodLead: 'Desde ahora su escritorio puede volver a las {{when}}.',
    failed: 'No se puede volver a él',
    failedLead:
      'El punto de las {{when}} no superó la comprobación. {{why}} Su escritorio está como estaba, y los puntos anteriores se conservan.',
  },

  share: {
    away: 'Los archivos de {{share}} no están',
    awayLead: 'Ahora no se puede guardar nada allí. Volverán por sí solos y se le avisará aquí.',
    back: 'Los archivos de {{share}} han vuelto',
    backLead: 'Puede abrir y guardar allí de nuevo.',
    read: 'De acuerdo',
  },
}
