import { Button, Modal, Radio, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { SESSION } from '../api/session-key.ts'
import { useWords } from '../words/words.ts'
import { Icon } from './Icon.tsx'
import { Problem } from './Problem.tsx'

export interface Given {
  /** Made when the question was opened: the same press, however often it is sent. */
  readonly key: string
  readonly reason: string
  readonly choice: string
}

/** Something that is about to be done: what it does, asked once. */
export interface Question {
  readonly title: string
  readonly says: string
  readonly confirm: string
  /** It changes a desktop's state: red, as nothing else is. */
  readonly recover?: boolean
  /** What is typed; absent: a reason, for the audit; null: nothing. */
  readonly field?: {
    readonly label: string
    readonly help: string
    readonly most: number
    readonly least: number
  } | null
  readonly choices?: { readonly label: string; readonly of: readonly (readonly [value: string, label: string])[] }
  readonly second?: boolean
  readonly run: (given: Given) => Promise<unknown>
  readonly done?: (result: unknown) => void
}

export function AskDialog({ question, onClose }: { readonly question: Question | null; readonly onClose: () => void }) {
  return (
    <Modal
      opened={question !== null}
      onClose={onClose}
      title={question?.title}
      closeButtonProps={{ 'aria-label': useWords()('act.close') }}
    >
      {question !== null && <Asking question={question} onClose={onClose} />}
    </Modal>
  )
}

function Asking({ question, onClose }: { readonly question: Question; readonly onClose: () => void }) {
  const say = useWords()
  const queries = useQueryClient()
  const [key] = useState(() => crypto.randomUUID())
  const [reason, setReason] = useState('')
  const [choice, setChoice] = useState(question.choices?.of[0]?.[0] ?? '')
  const { title, says, confirm, recover = false, second = false, choices, run, done } = question
  const field =
    question.field === undefined
      ? { label: say('act.reason'), help: say('act.reasonHelp'), most: 300, least: 3 }
      : question.field
  const act = useMutation({
    mutationFn: () => run({ key, reason: reason.trim(), choice }),
    onSuccess: (result) => {
      onClose()
      done?.(result)
    },
    onSettled: () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] }),
  })
  const ready = field === null || reason.trim().length >= field.least
  return (
    <form
      className="col g4"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) act.mutate()
      }}
    >
      <p>{says}</p>
      {act.error !== null && <Problem error={act.error} />}
      {choices !== undefined && (
        <Radio.Group label={choices.label} value={choice} onChange={setChoice}>
          <div className="col mt2">
            {choices.of.map(([value, label]) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </div>
        </Radio.Group>
      )}
      {field !== null && (
        <Textarea
          label={field.label}
          description={field.help}
          autosize={false}
          rows={2}
          maxLength={field.most}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value.replace(/[\r\n]+/g, ' '))}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey) return
            event.preventDefault()
            if (ready) act.mutate()
          }}
        />
      )}
      {second && <Second />}
      <div className="row">
        <Button
          type="submit"
          variant="filled"
          color={recover ? 'recover' : 'accent'}
          disabled={!ready}
          loading={act.isPending}
        >
          {confirm}
        </Button>
        <Button onClick={onClose}>{say('act.cancel')}</Button>
      </div>
    </form>
  )
}

export function Second(): ReactNode {
  const say = useWords()
  return (
    <div className="alert info flat">
      <Icon name="approval" />
      <p>{say('act.says.second')}</p>
    </div>
  )
}
