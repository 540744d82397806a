import type { common as en } from '../en/common.ts'
import type { Japanese } from './japanese.ts'

export const common: Japanese<typeof en> = {
  product: 'Daruma',
  page: 'あなたのデスクトップ',

  greeting: { morning: 'おはようございます。', day: 'こんにちは。', evening: 'こんばんは。' },

  when: {
    today: '今日の {{clock}}',
    yesterday: '昨日の {{clock}}',
    earlier: '{{day}} {{clock}}',
    untilToday: '今日の {{clock}} まで',
    untilTomorrow: '明日の {{clock}} まで',
    untilLater: '{{day}} {{clock}} まで',
    second_other: '{{count}} 秒',
    minute_other: '{{count}} 分',
    day_other: '{{count}} 日',
    tookShort: '{{seconds}} 秒',
  },

  folders: {
    several_other: '{{count}} 個のフォルダー',
    more: '{{folders}} とほかのフォルダー',
  },

  do: {
    signIn: 'サインイン',
    signingIn: 'サインインしています',
    signOut: 'サインアウト',
    recover: '復旧',
    restart: '再起動',
    restartOnly: '再起動だけする',
    start: '起動する',
    undo: '元に戻す',
    stay: 'このままにする',
    cancel: 'キャンセル',
    close: '閉じる',
    back: 'デスクトップに戻る',
    asItIs: '今のデスクトップに戻る',
    otherDesktop: '別のデスクトップを選ぶ',
    tryNow: '今すぐ試す',
    askAgain: 'もう一度問い合わせる',
    reload: '最初からやり直す',
    cancelPress: 'ボタン操作を取り消す',
    stopSending: '送信をやめる',
    goOn: 'ボタンなしで続ける',
    show: '表示',
    hide: '隠す',
    ctrlAltDel: 'Ctrl+Alt+Del',
    done: '完了',
    notNow: '今はしない',
    more: 'その他',
    getFiles: 'ファイルを取り戻す',
    earlierPoint: '以前の復元ポイント',
    takePoint: '復元ポイントを作る',
    anotherPoint: '別の復元ポイント',
    backTo: '{{clock}} に戻す',
  },

  ktc: {
    know: '分かっていること',
    doing: '今していること',
    call: '連絡先',
    helpDesk: 'ヘルプデスク',
    sayKiosk: 'お伝えください：',
    kiosk: 'キオスク {{name}}',
    callIt: 'ヘルプデスク {{number}}。「キオスク {{name}}」とお伝えください。',
    callItNoName: 'ヘルプデスク {{number}}。',
    callNoNumber: 'ヘルプデスク。「キオスク {{name}}」とお伝えください。',
    callNobody: 'ヘルプデスク。',
  },
}
