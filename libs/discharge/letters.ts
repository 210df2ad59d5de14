import { MEDICINE_CHANGES, showNhsNumber, type DischargeSummary } from '#contracts';
import type { Letter, LetterPart } from '#pdf';
import type { DischargeFacts } from '#records';
import { dayIn } from './summary-draft.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const paragraphs = (text: string): string[] => text.split(/\n+/).filter((line) => line.trim() !== '');
/** As a sentence, however it was typed. */
const sentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);
/** A day without a time, as the letter of a zone has it. */
const onDay = (iso: string, month: 'short' | 'long'): string => dayIn('UTC', month)(Date.parse(`${iso}T12:00:00Z`));

const ENDINGS = { home: 'Home', hospital: 'Hospital', died: 'Died', withdrawn: 'Withdrew from the virtual ward' };

function head(
  facts: DischargeFacts,
  { at, by }: DischargeSummary,
): Omit<Letter, 'title' | 'below' | 'facts' | 'parts'> {
  const { ward, zone, name, birthDate } = facts;
  return { at, zone, ward, by, name, nhsNumber: showNhsNumber(facts.nhsNumber), birthDate, plain: false };
}

/** For the GP: what they are asked to do stands first. */
export function gpLetter(facts: DischargeFacts, summary: DischargeSummary): Letter {
  const day = dayIn(facts.zone, 'short');
  const { medicines, followUp, told } = summary;
  const parts: LetterPart[] = [
    { heading: 'Diagnoses and outcome', text: paragraphs(summary.diagnoses) },
    followUp.kind === 'none'
      ? { heading: 'Follow-up and actions', text: ['None: nothing further is planned or asked for.'] }
      : {
          heading: 'Follow-up and actions',
          table: {
            columns: [{ title: 'What' }, { title: 'Who', width: 150 }, { title: 'By', width: 80 }],
            rows: followUp.steps.map(({ what, who, by }) => [what, who, onDay(by, 'short')]),
          },
        },
    medicines.kind === 'none'
      ? { heading: 'Medication changes', text: ['None: no medicine was started, stopped or changed on this stay.'] }
      : {
          heading: 'Medication changes',
          table: {
            columns: [
              { title: 'Change', width: 58 },
              { title: 'Medicine', width: 120 },
              { title: 'Dose from now on', width: 140 },
              { title: 'Why' },
            ],
            rows: medicines.changes.map(({ change, medicine, dose, why }) => [
              MEDICINE_CHANGES[change],
              medicine,
              dose ?? 'No longer taken',
              why,
            ]),
          },
        },
    { heading: 'Reason for admission', text: paragraphs(summary.reason) },
    { heading: 'What happened', text: paragraphs(summary.course) },
    {
      heading: 'Escalation plan as it stands',
      text: told.escalation === null ? ['No escalation plan is recorded.'] : paragraphs(told.escalation),
    },
    { heading: 'Safety-net advice given: what to look for', list: summary.lookFor },
    { heading: 'Safety-net advice given: whom to ring', list: summary.ring },
  ];
  return {
    ...head(facts, summary),
    title: 'Virtual ward discharge summary',
    below: `${facts.ward}. Written by ${summary.by} on ${day(summary.at)}.`,
    facts: [
      ['To', told.gp ?? 'GP not recorded'],
      ['Admitted', day(told.admittedAt)],
      ['Discharged', facts.endedAt === null ? 'Not yet: written while the stay went on' : day(facts.endedAt)],
      ...(facts.ending === null ? [] : [['To where', ENDINGS[facts.ending]] as const]),
      ['Pathway', capital(told.pathway)],
    ],
    parts,
  };
}

const STEPS = { started: 'Start', stopped: 'Stop', changed: 'Change' } as const;

/** For the person: the same in plain words, larger. Its own words are held to a reading age by a test. */
export function personLetter(facts: DischargeFacts, summary: DischargeSummary): Letter {
  const long = dayIn(facts.zone, 'long');
  const { medicines, followUp, told } = summary;
  return {
    ...head(facts, summary),
    plain: true,
    title: 'Your time on the virtual ward',
    below: `For ${facts.name}. Written by ${summary.by}, ${facts.ward}, on ${long(summary.at)}.`,
    facts: [],
    parts: [
      { heading: 'What happened', text: paragraphs(summary.forPerson) },
      {
        heading: 'We have stopped watching your readings',
        text: ['If you take a reading now, no one in our team will see it. Use the lists below to get help.'],
      },
      { heading: 'Get help if', list: summary.lookFor },
      { heading: 'Who to ring', list: summary.ring },
      medicines.kind === 'none'
        ? { heading: 'Your medicines', text: ['None of your medicines changed. Take them as you did.'] }
        : {
            heading: 'Your medicines',
            list: medicines.changes.map(
              ({ change, medicine, dose, why }) =>
                `${STEPS[change]}: ${medicine}.${dose === null ? '' : ` How to take it: ${sentence(dose)}`} Why: ${sentence(why)}`,
            ),
          },
      followUp.kind === 'none'
        ? { heading: 'What comes next', text: ['We have not planned more care for you.'] }
        : {
            heading: 'What comes next',
            list: followUp.steps.map(
              ({ what, who, by }) => `${sentence(what)} Who: ${who}. When: by ${onDay(by, 'long')}.`,
            ),
          },
      {
        heading: 'Your plan if you get worse',
        text:
          told.escalation === null
            ? ['We have no plan of this kind written down for you. You can talk to your GP about one.']
            : [
                `This is what stands in your notes: ${sentence(told.escalation)}`,
                'Talk to your GP if you want to change it.',
              ],
      },
    ],
  };
}
