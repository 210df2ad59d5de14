/* What leaves with somebody who leaves: the letters to their GP and to themselves, the summary of the stay, and all of it in FHIR. */
export { documentOfStay } from './document-of-stay.ts';
export { gpLetter, personLetter } from './letters.ts';
export { draftOf, toldOf } from './summary-draft.ts';
export { chartedVitals, summaryInWords } from './summary-words.ts';
