import type { room as en } from '../en/room.ts'
import type { Spanish } from './spanish.ts'

export const room: Spanish<typeof en> = {
  strip: {
    kiosk: 'Quiosco {{name}}',
    browser: 'En un navegador',
    network: 'Red',
    noNetwork: 'Sin red',
    noService: 'El servicio de escritorios no responde',
    button: {
      ready: 'Botón rojo conectado',
      none: 'Botón rojo no encontrado',
      stuck: 'Botón rojo atascado',
      'no-permission': 'Botón rojo no legible',
      failed: 'Botón rojo no leído',
    },
    accessibility: 'Accesibilidad',
    language: 'Idioma',
    settings: 'Ajustes locales',
  },

  settings: {
    title: 'Accesibilidad',
    theme: 'Colores',
    themes: { system: 'Como este equipo', dark: 'Oscuro', light: 'Claro', contrast: 'Alto contraste' },
    text: 'Texto',
    texts: { normal: 'Tamaño normal', large: 'Grande' },
    press: 'Recuperar',
    presses: { hold: 'Mantener {{time}}', twice: 'Pulsar dos veces' },
    pressNote: 'Para el botón de la mesa y el de la pantalla.',
  },

  start: {
    moment: 'Un momento.',
    networkFound: 'Red encontrada',
    buttonFound: 'Botón rojo encontrado',
    service: 'Buscando el servicio de escritorios',
    usually: 'Suele tardar unos 2 segundos.',
    late: 'Aún no se ha encontrado el servicio de escritorios. Tarda más de lo habitual.',
    lateDoing: 'Seguimos buscando. Empezar de nuevo puede ayudar.',
  },
}
