import type { signIn as en } from '../en/sign-in.ts'
import type { Japanese } from './japanese.ts'

export const signIn: Japanese<typeof en> = {
  signIn: {
    lead: 'サインインすると、前回のままのデスクトップが開きます。',
    ended: 'セッションが終了しました。',
    endedLead: 'デスクトップは、開いているものをそのままに動き続けています。続けるにはサインインしてください。',
    name: 'ユーザー名',
    password: 'パスワード',
    wrong: 'ユーザー名とパスワードが一致しません。',
    capsLock: 'Caps Lock がオンです。',
    tooMany: 'この名前でパスワードの間違いが続きました。数分待ってから、もう一度お試しください。',
    missing: 'ユーザー名とパスワードを入力してください。',
    forgot: 'パスワードを忘れたときは、ヘルプデスクが新しいものを発行します。',
    forgotCall: 'パスワードを忘れたときは、ヘルプデスクが新しいものを発行します：',
    hint: '先にサインインしてください。その後、赤いボタンでデスクトップを復旧できます。',
  },

  choose: {
    which: '{{name}} さん、どのデスクトップですか',
    hint: '先にデスクトップを選んでください。その後、赤いボタンで復旧できます。',
    state: {
      running: '動作中',
      off: '停止中',
      starting: '起動中',
      preparing: '準備中',
      recovering: '復旧中',
      'needs-help': 'ヘルプデスクが対応',
    },
    point: '確認済みの復元ポイント：{{when}}',
    noPoint: '確認済みの復元ポイントはまだありません',
    startsInAbout: '選ぶと起動します',
    call: '{{number}} にお尋ねください。',
    callNobody: 'ヘルプデスクにお尋ねください。',
  },

  none: {
    title: '割り当てられたデスクトップがまだありません',
    know: '{{name}} さんとしてサインインしていますが、割り当てられたデスクトップがありません。',
    doing: '数秒ごとに問い合わせています。ヘルプデスクが割り当てると、ここに表示されます。',
  },

  connect: {
    lead: 'このキオスクでは {{name}} が開きます。',
    opening: '{{name}} を開いています',
    do: 'デスクトップを開く',
    tryAgain: '自動でもう一度試します。',
    pin: 'このキオスクの PIN を入力してください。',
    wrongPin: 'PIN が違います。もう一度入力してください。',
    tooMany: 'PIN の間違いが続きました。数分待ってから、もう一度お試しください。',
    typed_other: '{{count}} 桁入力しました',
    clear: 'クリア',
    erase: '最後の 1 桁を消す',
  },

  elsewhere: {
    title: 'デスクトップは別の場所で開いています',
    kiosk: '{{when}} からキオスク {{name}} で開いています。中のものはすべて開いたままです。',
    kioskAt: '{{when}} からキオスク {{name}}（{{place}}）で開いています。中のものはすべて開いたままです。',
    browser: '{{when}} からブラウザーで開いています。中のものはすべて開いたままです。',
    doing: '画面をこちらに移す前に確認しています。お答えがなければ、2 分後にここからサインアウトします。',
    bringing: '画面をこちらに移しています。',
    notYou: '心当たりがないときは、すぐにヘルプデスクに連絡してください。',
    bring: 'ここに移す',
    signOut: 'ここからサインアウト',
  },
}
