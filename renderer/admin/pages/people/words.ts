import { people as german } from '../../words/de/people.ts'
import { people as english } from '../../words/en/people.ts'
import { wordsOfPage } from '../../words/words.ts'

/** What the pages of people and programs say: too much for the first view. */
export const usePeopleWords = wordsOfPage('people', english, german)
export type PeopleSay = ReturnType<typeof usePeopleWords>
