import type { room as en } from '../en/room.ts'
import type { French } from './french.ts'

export const room: French<typeof en> = {
  strip: {
    kiosk: 'Borne {{name}}',
    browser: 'Dans un navigateur',
    network: 'Réseau',
    noNetwork: 'Pas de réseau',
    noService: 'Le service de bureaux ne répond pas',
    button: {
      ready: 'Bouton rouge branché',
      none: 'Bouton rouge introuvable',
      stuck: 'Bouton rouge coincé',
      'no-permission': 'Bouton rouge illisible',
      failed: 'Bouton rouge non lu',
    },
    accessibility: 'Accessibilité',
    language: 'Langue',
    settings: 'Réglages locaux',
  },

  settings: {
    title: 'Accessibilité',
    theme: 'Couleurs',
    themes: { system: 'Comme cet ordinateur', dark: 'Sombre', light: 'Clair', contrast: 'Contraste élevé' },
    text: 'Texte',
    texts: { normal: 'Taille normale', large: 'Grand' },
    press: 'Rétablir',
    presses: { hold: 'Maintenir {{time}}', twice: 'Appuyer deux fois' },
    pressNote: 'Pour le bouton sur la table et celui de l’écran.',
  },

  start: {
    moment: 'Un instant.',
    networkFound: 'Réseau trouvé',
    buttonFound: 'Bouton rouge trouvé',
    service: 'Recherche du service de bureaux',
    usually: 'Cela prend d’ordinaire 2 secondes environ.',
    late: 'Le service de bureaux n’est pas encore trouvé. Le trouver prend plus de temps que d’ordinaire.',
    lateDoing: 'Nous cherchons toujours. Recommencer peut aider.',
  },
}
