import type { signIn as en } from '../en/sign-in.ts'
import type { Spanish } from './spanish.ts'

export const signIn: Spanish<typeof en> = {
  signIn: {
    lead: 'Inicie sesión y su escritorio aparece tal como lo dejó.',
    ended: 'Su sesión ha terminado.',
    endedLead: 'Su escritorio sigue en marcha, con todo lo que tiene abierto. Inicie sesión para continuar.',
    name: 'Nombre de usuario',
    password: 'Contraseña',
    wrong: 'Ese nombre y esa contraseña no corresponden.',
    capsLock: 'Las mayúsculas están bloqueadas.',
    tooMany: 'Demasiadas contraseñas erróneas para este nombre. Espere unos minutos y vuelva a intentarlo.',
    missing: 'Escriba su nombre de usuario y su contraseña.',
    forgot: 'Si olvidó su contraseña, la asistencia le da una nueva.',
    forgotCall: 'Si olvidó su contraseña, la asistencia le da una nueva:',
    hint: 'Inicie sesión primero. Después, el botón rojo recupera su escritorio.',
  },

  choose: {
    which: '¿Qué escritorio, {{name}}?',
    hint: 'Elija primero un escritorio. Después, el botón rojo lo recupera.',
    state: {
      running: 'En marcha',
      off: 'Apagado',
      starting: 'Arrancando',
      preparing: 'Se está preparando',
      recovering: 'Se está recuperando',
      'needs-help': 'En asistencia',
    },
    point: 'Punto comprobado de las {{when}}',
    noPoint: 'Aún no hay punto comprobado',
    startsInAbout: 'Arranca cuando lo elige',
    call: 'Pregunte en el {{number}}.',
    callNobody: 'Pregunte allí por él.',
  },

  none: {
    title: 'Aún no hay un escritorio para usted',
    know: 'Ha iniciado sesión como {{name}} y no tiene ningún escritorio asignado.',
    doing: 'Preguntamos cada pocos segundos. Aparece aquí en cuanto la asistencia le asigne uno.',
  },

  connect: {
    lead: 'Este quiosco abre {{name}}.',
    opening: 'Abriendo {{name}}',
    do: 'Abrir mi escritorio',
    tryAgain: 'Lo intentamos de nuevo por nuestra cuenta.',
    pin: 'Escriba el PIN de este quiosco.',
    wrongPin: 'Ese no es el PIN. Escríbalo otra vez.',
    tooMany: 'Demasiados PIN erróneos. Espere unos minutos y vuelva a intentarlo.',
    typed_one: '{{count}} cifra escrita',
    typed_many: '{{count}} cifras escritas',
    typed_other: '{{count}} cifras escritas',
    clear: 'Vaciar',
    erase: 'Borrar la última cifra',
  },

  elsewhere: {
    title: 'Su escritorio está abierto en otro lugar',
    kiosk: 'Está abierto en el quiosco {{name}} desde las {{when}}. Todo sigue abierto en él.',
    kioskAt: 'Está abierto en el quiosco {{name}}, {{place}}, desde las {{when}}. Todo sigue abierto en él.',
    browser: 'Está abierto en un navegador desde las {{when}}. Todo sigue abierto en él.',
    doing: 'Preguntamos antes de traer la imagen aquí. Sin respuesta, su sesión se cierra aquí a los 2 minutos.',
    bringing: 'Traemos la imagen aquí.',
    notYou: 'Si no fue usted, llame ahora a la asistencia.',
    bring: 'Traerlo aquí',
    signOut: 'Cerrar sesión aquí',
  },
}
