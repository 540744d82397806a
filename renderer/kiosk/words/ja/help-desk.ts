import type { helpDesk as en } from '../en/help-desk.ts'
import type { Japanese } from './japanese.ts'

export const helpDesk: Japanese<typeof en> = {
  helpDesk: {
    look: '{{name}} さんに画面を見せますか',
    help: '{{name}} さんに画面の操作を任せますか',
    who: 'ヘルプデスクの {{name}} さんからのお願いです。',
    whoWhy: 'ヘルプデスクの {{name}} さんからのお願いです：「{{why}}」',
    sees: 'ヘルプデスクには、あなたと同じ画面が見えます。上の帯でいつでも終了できます。',
    acts: 'ヘルプデスクには、あなたと同じ画面が見え、あなたと同じように操作できます。上の帯でいつでも終了できます。',
    noAnswer: '{{time}}以内にお答えがなければ、断ったことになります。',
    sure: '相手を確かめるには',
    letLook: '見せる',
    letHelp: '見せて操作を任せる',
    no: '断る',
    watched: '{{name}} さんが画面を見ています',
    helped: '{{name}} さんが画面を見ていて、操作もできます',
    stop: '終了する',
    stopping: '終了しています',
    message: 'ヘルプデスクからのお知らせ',
    from: '{{name}} さん、{{when}}',
    read: '読みました',
    offer: 'ヘルプデスクがデスクトップの復旧を勧めています',
    offerLook: '何が起こるかを見る',
  },
}
