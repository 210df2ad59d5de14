import { RED_FLAGS, TIMETABLES, type MonitoringLevel } from '#clinical';
import { showNhsNumber, type KitKind } from '#contracts';
import type { WelcomePack, WelcomePart } from '#pdf';
import type { WelcomeRecord } from '#records';

/*
 * What the person reads who comes onto the ward: plain English, short sentences, and nothing that they do not need. A test holds all of it
 * to a reading age of 9.
 */

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** "9 am", "5:30 pm": as people say it. */
export function timeInWords(minutes: number): string {
  const hour = Math.floor(minutes / 60) % 24;
  const past = minutes % 60;
  if (past === 0 && hour === 0) return 'midnight';
  if (past === 0 && hour === 12) return '12 noon';
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}${past === 0 ? '' : `:${String(past).padStart(2, '0')}`}`;
  return `${clock} ${hour < 12 ? 'am' : 'pm'}`;
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** When readings are taken: as the plan says, else at the usual times of the level. */
function whenInWords({ schedule, level }: Pick<WelcomeRecord, 'schedule' | 'level'>): string {
  const { minutes, weekdays } = schedule ?? TIMETABLES[level satisfies MonitoringLevel];
  const days = weekdays === undefined ? 'Every day' : `Each ${listed(weekdays.map((day) => WEEKDAYS[day] ?? ''))}`;
  return `${days} at ${listed(minutes.map(timeInWords))}`;
}

const KITS: Readonly<Record<KitKind, string>> = {
  'pulse-oximeter': 'A clip for your finger. It shows your oxygen and your pulse.',
  'blood-pressure-monitor': 'A cuff for your arm. It shows your blood pressure.',
  thermometer: 'A thermometer. It shows how warm you are.',
  scales: 'Scales. They show your weight.',
  tablet: 'A tablet. You send us your readings with it.',
};

/** How to take what is asked for, in the order in which it is done. Blood pressure first: it wants rest. */
const HOW = [
  'Sit down. Rest for five minutes. Put your feet flat on the floor.',
  'Blood pressure: put the cuff on your bare arm. Rest your arm on a table. Do not talk. Wait one minute, then do it again.',
  'Oxygen and pulse: warm your hand. Take off nail polish. Put the clip on a finger. Wait until the number stays the same.',
  'How warm you are: use the thermometer as you were shown.',
  'Breaths: somebody can count how often you breathe in one minute.',
];
const WEIGHT = 'Weight: step on the scales in the morning, after the toilet and before you eat.';

/** As the pages for patients say it. A flag that is not here does not compile. */
const SIGNS: Readonly<Record<(typeof RED_FLAGS)[number], string>> = {
  chestPain: 'You have a pain in your chest.',
  blueLips: 'Your lips or face look blue.',
  collapse: 'You pass out.',
  cannotFinishSentence: 'You can not get to the end of a sentence.',
  faceArmSpeech: 'Your face drops, your arm is weak, or your words slur.',
  heavyBleeding: 'You bleed a lot.',
};

/** The welcome pack in words. */
export function welcomeInWords(record: WelcomeRecord, at: number): WelcomePack {
  const { ward, phone, closed, hours, kits, pathway } = record;
  const open = `${timeInWords(hours.from)} to ${timeInWords(hours.to)}`;
  const parts: WelcomePart[] = [
    {
      title: 'When to call 999',
      large: ['Call 999 now if:'],
      list: RED_FLAGS.map((flag) => SIGNS[flag]),
      lines: [],
    },
    {
      title: 'Who to ring',
      large: phone === null ? [] : [`By day: ${phone}`],
      lines: [
        ...(phone === null
          ? ['Ask your nurse for the number of the ward. Write it here: ______________________']
          : [`This is ${ward}. We are there from ${open}.`]),
        `At night, or if we do not pick up: ${closed.whom}${closed.whom.includes(closed.phone) ? '' : `, ${closed.phone}`}.`,
        'Ring us if you feel worse, if you fall, or if you are not sure. It is never too small a thing.',
      ],
    },
    {
      title: 'Who looks after you',
      lines: [
        `You are on ${ward}. It is a ward, but you stay where you live.`,
        'Nurses and doctors look at your readings. They ring you, or come and see you, if you need it.',
        'If a reading does not look right, they are told at once.',
        'We do not watch you all the time. If you feel worse, do not wait for us. Ring.',
      ],
    },
    {
      title: 'When to take your readings',
      large: [`${whenInWords(record)}.`],
      lines: [
        'We may ask you to take them more or less often. We tell you when we do.',
        'If you miss one, take it as soon as you can. If we hear nothing, we ring you.',
      ],
    },
    {
      title: 'How to take them',
      lines: record.inCareHome
        ? ['The staff of your home take your readings with you.', ...HOW]
        : [...HOW, ...(pathway === 'cardiac' ? [WEIGHT] : [])],
    },
    {
      title: 'What we lent you',
      lines:
        kits.length === 0
          ? ['We have not lent you a thing. You use your own kit.']
          : ['These are ours. Please look after them. We fetch them when you leave the ward.'],
      list: kits.map(({ kind, serial }) => `${KITS[kind]} Its number is ${serial}.`),
    },
    {
      title: 'What we know about you',
      lines: [
        'We keep your name, your readings, and what we do for you. We need this to look after you.',
        'Only the people who look after you may see it. We write down who does.',
        'You can ask to see what we keep. You can ask us to put right what is wrong.',
        'You can say who should not be told. We then do not tell them. In danger we may have to.',
      ],
    },
    {
      title: 'If you want to leave',
      lines: [
        'You can leave the ward when you want. You do not have to say why.',
        'Ring us and tell us. We talk with you about what comes next, and we tell your GP if you agree.',
        'You can also ask to go to a hospital ward.',
      ],
    },
  ];
  return {
    at,
    ward,
    zone: record.zone,
    name: record.name,
    nhsNumber: showNhsNumber(record.nhsNumber),
    birthDate: record.birthDate,
    title: 'Welcome to your ward at home',
    below: 'Please keep this where you can see it.',
    parts,
  };
}
