import type { desktop as en } from '../en/desktop.ts'
import type { Japanese } from './japanese.ts'

export const desktop: Japanese<typeof en> = {
  opening: {
    desktops: 'デスクトップを開いています',
    picture: '{{name}} を開いています',
    pictureLead: '前回のままの状態で開きます。',
    pictureLate: '画面が届きません',
    pictureLateLead: '引き続き要求しています。暗いままのときは、デスクトップを復旧または再起動してください。',
    again: '画面を呼び戻しています',
    againLead: 'デスクトップは、開いているものをそのままに動き続けています。',
    starting: '{{name}} を起動しています',
    startingLead: '画面が用意でき次第、表示されます。',
    preparing: '{{name}} を準備しています',
    preparingLead: '準備は一度だけです。終わると自動で開きます。',
    recovering: '{{name}} を復旧しています',
    recoveringLead: '終わると自動で開きます。',
    off: '{{name}} は停止しています',
    offLead: '起動すると、ディスクに残した状態で開きます。',
    leaving: 'サインアウトしています',
    leavingLead: 'デスクトップは動き続けます。',
    late: 'いつもより時間がかかっています。引き続き問い合わせています。',
  },

  bar: {
    name: 'バー',
    handle: 'バーを表示：復旧、再起動、Ctrl Alt Del、サインアウト。キー：Ctrl Alt Home、または Escape を 3 回',
    point: '確認済みの復元ポイント {{clock}}',
    recovered: '{{clock}} に復旧',
    noPoint: '確認済みの復元ポイントはまだありません',
    cannot: '今は復旧できません',
    note: {
      'first-check': '初めてお渡しする前に、別の場所で起動して確認しています。',
      panicked: 'システム エラーで停止しました。',
      paused: '一時停止しています。',
      'no-room': '保存領域がいっぱいです。空きができると自動的に再開します。',
    },
    unanswered: '応答がありませんか。{{time}}押し続けてください',
  },

  restart: {
    title: '{{name}} を再起動しますか',
    windows: '開いているウィンドウは閉じます。保存していないものは失われます。',
    disk: 'このコンピューターの内容は、変更も取り消しもされません。',
    share: '{{share}} のファイルには触れません。',
  },

  takePoint: {
    title: '今、復元ポイントを作りますか',
    running: 'デスクトップは、開いているものをそのままに動き続けます。',
    checked: 'その後、デスクトップとは別の場所で確認します。数分かかりますが、作業は続けられます。',
    note: '何のためですか。空欄でもかまいません。',
    sending: '少しお待ちください',
    taking: '復元ポイントを作っています',
    takingLead: '少し時間がかかります。作業は続けられます。',
    checking: '復元ポイントができました',
    checkingLead: '{{when}} のデスクトップを残しました。確認に合格すると、そこへ戻れるようになります。',
    good: '確認済みで、正常に動きます',
    goodLead: 'これからは {{when}} のデスクトップに戻れます。',
    failed: 'この復元ポイントには戻れません',
    failedLead:
      '{{when}} の復元ポイントは確認に合格しませんでした。{{why}} デスクトップはそのままで、以前の復元ポイントも残ります。',
  },

  share: {
    away: '{{share}} のファイルは今つながっていません',
    awayLead: '今はそこに保存できません。自動的に戻り、ここでお知らせします。',
    back: '{{share}} のファイルが戻りました',
    backLead: 'また開いたり保存したりできます。',
    read: 'わかりました',
  },
}
