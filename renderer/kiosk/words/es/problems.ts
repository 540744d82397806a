import type { problems as en } from '../en/problems.ts'
import type { Spanish } from './spanish.ts'

export const problems: Spanish<typeof en> = {
  problems: {
    'bad-request': { title: 'La petición no se entendió.', todo: 'Corrija lo que se nombra y envíela otra vez.' },
    'not-signed-in': {
      title: 'No ha iniciado sesión, o su sesión ha terminado.',
      todo: 'Inicie sesión otra vez.',
    },
    'kiosks-only': {
      title: 'Aquí solo se inicia sesión en los quioscos.',
      todo: 'Inicie sesión en un quiosco, o pregunte a la asistencia.',
    },
    'kiosk-not-enrolled': {
      title: 'Este quiosco no está inscrito.',
      todo: 'Diga el código de su pantalla a un administrador, que lo admite.',
    },
    'kiosk-revoked': {
      title: 'Este quiosco ya no se puede usar.',
      todo: 'Use otro, o llame a la asistencia.',
    },
    'bad-signature': {
      title: 'La firma del quiosco no corresponde a la petición.',
      todo: 'Reinicie el quiosco, o inscríbalo de nuevo.',
    },
    'clock-differs': {
      title: 'El reloj del quiosco se aparta demasiado del reloj del servicio.',
      todo: 'La asistencia puede ponerlo en hora.',
    },
    replayed: { title: 'Esta petición firmada ya se había oído.', todo: 'Inténtelo otra vez.' },
    'too-many-enrolments': {
      title: 'Demasiados quioscos esperan su inscripción.',
      todo: 'Espere unos minutos y vuelva a intentarlo.',
    },
    'not-assigned': {
      title: 'Este quiosco no está asignado a ningún escritorio.',
      todo: 'Inicie sesión con nombre y contraseña.',
    },
    'unknown-desktop': { title: 'Ese escritorio no está entre los suyos.', todo: 'Elija uno de sus escritorios.' },
    'unknown-recovery': {
      title: 'Esa recuperación no es de sus escritorios.',
      todo: 'Mire en el escritorio la última.',
    },
    'unknown-point': { title: 'Ese punto no es de este escritorio.', todo: 'Elija uno de la lista.' },
    'too-large': { title: 'La petición es mayor de lo permitido.', todo: 'Envíe menos.' },
    'no-known-good': {
      title: 'Este escritorio no tiene aún un punto que se sepa que funciona.',
      todo: 'Espere a que supere su primera comprobación, o llame a la asistencia.',
    },
    busy: {
      title: 'Se está haciendo otra cosa en este escritorio.',
      todo: 'Espere a que termine y vuelva a intentarlo.',
    },
    'key-used': { title: 'Esa pulsación ya se envió, para otra cosa.', todo: 'Pulse otra vez.' },
    'out-of-date': {
      title: 'El escritorio se recuperó desde que lo miró.',
      todo: 'Mírelo como está ahora.',
    },
    'no-room': {
      title: 'No hay sitio para guardar lo que tenía.',
      todo: 'Llame a la asistencia: allí pueden hacer sitio.',
    },
    'too-many-presses': {
      title: 'Este escritorio se recuperó muchas veces en una hora.',
      todo: 'Llame a la asistencia: más de lo mismo no ayudará. O espere hasta entonces.',
    },
    'too-late-to-cancel': {
      title: 'Ya se está haciendo.',
      todo: 'Déjelo terminar; lo que reemplaza queda guardado y se puede traer de vuelta.',
    },
    'undo-gone': { title: 'No hay nada guardado a lo que volver.', todo: 'Llame a la asistencia.' },
    'undo-not-possible': { title: 'Esta recuperación no se puede deshacer.', todo: 'Llame a la asistencia.' },
    'no-rescue': {
      title: 'Aquí no está previsto traer archivos de lo que se guardó.',
      todo: 'Llame a la asistencia: lo que tenía está guardado.',
    },
    'unknown-rescue': { title: 'Esa copia no es suya.', todo: 'Mire en la recuperación la última.' },
    'no-leftovers': {
      title: 'No hay una lista de lo que se guardó, o aún no.',
      todo: 'Espere a que se haga, o llame a la asistencia.',
    },
    'leftovers-gone': { title: 'Lo que se guardó ya no está guardado.', todo: 'Llame a la asistencia.' },
    'no-share': {
      title: 'Este escritorio no tiene un recurso compartido al que copiar.',
      todo: 'Llame a la asistencia.',
    },
    'rescue-runs': {
      title: 'Ya se están copiando archivos de este escritorio.',
      todo: 'Espere a que termine y vuelva a intentarlo.',
    },
    'share-failed': {
      title: 'No se pudo escribir en su recurso compartido.',
      todo: 'Inténtelo otra vez, o llame a la asistencia.',
    },
    'leftovers-unreadable': {
      title: 'El disco guardado no se pudo leer.',
      todo: '«Deshacer» trae de vuelta lo que se puede; o llame a la asistencia.',
    },
    'desktop-off': { title: 'El escritorio no está en marcha.', todo: 'Reinícielo.' },
    'disk-damaged': {
      title: 'Un disco de este escritorio no se puede leer.',
      todo: 'Llame a la asistencia: todo quedó guardado.',
    },
    'hypervisor-failed': {
      title: 'La máquina en la que corre el escritorio no hizo lo que se pidió.',
      todo: 'Llame a la asistencia: todo quedó guardado.',
    },
    'not-repaired': {
      title: 'Esta vez no funcionó. Su escritorio está como estaba.',
      todo: 'Inténtelo otra vez, o llame a la asistencia.',
    },
    'needs-help': {
      title: 'Este escritorio necesita a la asistencia. Todo quedó guardado.',
      todo: 'Llame a la asistencia.',
    },
    'broker-unreachable': {
      title: 'El servicio de escritorios no responde.',
      todo: 'Preguntamos de nuevo por nuestra cuenta.',
    },
    'broker-answer-not-understood': {
      title: 'El servicio de escritorios respondió algo que este quiosco no entiende.',
      todo: 'Llame a la asistencia: quizá las versiones difieren.',
    },
    internal: {
      title: 'Algo salió mal en el servicio de escritorios.',
      todo: 'Inténtelo otra vez, o llame a la asistencia.',
    },
  },
}
