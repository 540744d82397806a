import type { room as en } from '../en/room.ts'
import type { Japanese } from './japanese.ts'

export const room: Japanese<typeof en> = {
  strip: {
    kiosk: 'キオスク {{name}}',
    browser: 'ブラウザーで使用中',
    network: 'ネットワーク',
    noNetwork: 'ネットワークなし',
    noService: 'デスクトップ サービスの応答なし',
    button: {
      ready: '赤いボタン 接続済み',
      none: '赤いボタンがありません',
      stuck: '赤いボタンが戻りません',
      'no-permission': '赤いボタンを読めません',
      failed: '赤いボタンを読み取っていません',
    },
    accessibility: 'アクセシビリティ',
    language: '言語',
    settings: 'このキオスクの設定',
  },

  settings: {
    title: 'アクセシビリティ',
    theme: '色',
    themes: { system: 'コンピューターに合わせる', dark: '暗い', light: '明るい', contrast: 'ハイ コントラスト' },
    text: '文字',
    texts: { normal: '標準', large: '大きい' },
    press: '復旧',
    presses: { hold: '{{time}}押し続ける', twice: '2 回押す' },
    pressNote: '机のボタンと画面のボタンの両方に効きます。',
  },

  start: {
    moment: '少しお待ちください。',
    networkFound: 'ネットワークが見つかりました',
    buttonFound: '赤いボタンが見つかりました',
    service: 'デスクトップ サービスを探しています',
    usually: '通常は 2 秒ほどです。',
    late: 'デスクトップ サービスがまだ見つかりません。いつもより時間がかかっています。',
    lateDoing: '引き続き探しています。最初からやり直すと直ることがあります。',
  },
}
