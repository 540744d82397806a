import type { kiosk as en } from '../en/kiosk.ts'
import type { Spanish } from './spanish.ts'

export const kiosk: Spanish<typeof en> = {
  enrol: {
    title: 'Este quiosco es nuevo aquí',
    lead: 'Lea este código a su administrador, que admite este quiosco.',
    waiting: 'Esperando a su administrador. Un código vale 10 minutos; después hay otro aquí.',
    newCode: 'Código nuevo',
    anew: 'Inscribirlo de nuevo',
    revoked: {
      title: 'Este quiosco ya no se puede usar',
      know: 'Un administrador lo retiró del uso. Aquí no hay ninguna sesión. Los escritorios siguen en marcha y se pueden abrir desde otro lugar.',
      doing: 'Nada. Para volver a usarse se inscribe de nuevo, con un código que escribe un administrador.',
    },
    refused: {
      title: 'Este quiosco aún no está admitido',
      doing: 'Preguntamos cada 10 segundos. {{todo}}',
    },
  },

  local: {
    title: 'Ajustes locales',
    lead: 'Escriba el PIN de los ajustes. Lo tiene su administrador.',
    tries: '5 intentos, después una pausa de 10 minutos.',
    open: 'Abrir',
    tooMany: 'Demasiados PIN erróneos. Los ajustes se abren de nuevo a los 10 minutos.',
    close: 'Cerrar',
    change: 'Cambiar',
    look: 'Mirar',
    test: 'Probar',
    restart: 'Reiniciar quiosco',
    restarting: 'Reiniciando',
    save: 'Guardar',
    saved: 'Guardado. Vale tras un reinicio.',
    kiosk: 'Este quiosco',
    version: '{{name}}, versión {{version}}',
    log: 'Lo que ha anotado',
    logEmpty: 'Nada todavía.',
    wrong: 'Lo que está mal en su configuración',

    service: {
      name: 'Servicio de escritorios',
      fixed: '{{broker}}, así se inicia',
      address: 'Dirección del servicio de escritorios',
    },
    trust: {
      name: 'Certificados de confianza',
      all: 'La lista de este equipo',
      fingerprint: 'Huella SHA-256',
    },
    network: {
      name: 'Red',
      none: 'Sin dirección',
      gateway: 'Puerta de enlace',
      nameServers: 'Servidores de nombres',
      setBy: 'Configurada por',
      unknown: 'No se sabe',
      elsewhere: 'Este equipo configura su red por sí mismo. No se puede cambiar aquí.',
      testing: 'Probando',
      found: 'Su nombre se conoce: {{address}}.',
      notFound: 'La red no conoce su nombre.',
      answers: 'Responde en {{ms}} ms.',
      silent: 'No responde.',
      clockSame: 'Su reloj y este coinciden.',
      clockAhead: 'Su reloj va {{time}} por delante de este.',
      clockBehind: 'Su reloj va {{time}} por detrás de este.',
    },
    words: {
      name: 'Idioma',
      system: 'Como está configurado este equipo',
    },
    screen: {
      name: 'Pantalla',
      value: '{{width}} x {{height}}',
    },
    button: {
      name: 'Botón rojo',
      ready: '{{name}}. Púlselo y se dice aquí.',
      pressed: 'Se acaba de pulsar.',
      testLead: 'Pulse el botón de la mesa. Aquí no se recupera nada.',
    },
  },

  unreachable: {
    title: 'El servicio de escritorios no responde',
    know: 'No responde desde las {{clock}}.',
    knowDesktop: 'No responde desde las {{clock}}. Su escritorio sigue en marcha, con todo lo que tiene abierto.',
    knowRun: 'No responde desde las {{clock}}. La recuperación no necesita este quiosco: sigue por sí sola.',
    why: {
      refused: 'Nada responde en su dirección.',
      timeout: 'Tarda demasiado en responder.',
      'name-not-found': 'La red no conoce su nombre.',
      certificate: 'No pudo demostrar quién es, así que no hablamos con él.',
      'broken-answer': 'Otra cosa responde en su dirección.',
      'no-network': '',
    },
    doing: 'Preguntamos de nuevo por nuestra cuenta. Este fue el intento {{tries}}. El siguiente es en {{time}}.',
    doingNow: 'Preguntamos de nuevo por nuestra cuenta. Este es el intento {{tries}}.',
  },

  noNetwork: {
    title: 'Este quiosco ha perdido la red',
    know: 'No hay red desde las {{clock}}.',
    knowDesktop: 'No hay red desde las {{clock}}. Su escritorio sigue en marcha, con todo lo que tiene abierto.',
    knowRun: 'No hay red desde las {{clock}}. La recuperación no necesita este quiosco: sigue por sí sola.',
    doing:
      'La buscamos una y otra vez, y traemos de vuelta su imagen cuando la haya. Puede comprobar que el cable está enchufado.',
  },

  button: {
    none: {
      title: 'El botón rojo no está conectado',
      know: 'No hay ningún botón enchufado a este quiosco. El botón de la pantalla funciona como siempre.',
      doing: 'Lo buscamos cada segundo. Compruebe que su cable está enchufado a este quiosco.',
    },
    stuck: {
      title: 'El botón rojo parece atascado',
      know: 'Está hundido y se queda así. No lo contamos como pulsación, así que no se recuperó nada.',
      doing: 'Esperamos a que suba. Púlselo una vez y suéltelo, o mire si hay algo encima.',
    },
    'no-permission': {
      title: 'El botón rojo está aquí, pero no podemos leerlo',
      know: 'Hay un botón enchufado ({{name}}), y este quiosco no tiene derecho a usarlo. El botón de la pantalla funciona como siempre.',
      doing: 'Lo intentamos cada segundo. Solo la asistencia puede cambiarlo, con la regla de abajo.',
    },
    failed: {
      title: 'El botón rojo no se lee en este momento',
      know: 'La parte de este quiosco que lo lee se ha detenido. El botón de la pantalla funciona como siempre.',
      doing: 'Se inicia de nuevo por sí sola.',
    },
    ready: {
      title: 'El botón rojo está conectado',
      know: 'Este quiosco lo oye: {{name}}.',
      doing: 'No hay nada que hacer.',
    },
  },
}
