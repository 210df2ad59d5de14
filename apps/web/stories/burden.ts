import { alarmBurden, DAY, HOUR, MINUTE, type AlertCourse } from '#clinical';
import type { WardBurden } from '#contracts';
import { STORY_NOW } from './fixtures.ts';

const FROM = STORY_NOW - 28 * DAY;

/** So many alerts of a rule over the period, with the outcomes in turn. */
function alerts(ruleId: string, priority: AlertCourse['priority'], outcomes: AlertCourse['outcome'][]): AlertCourse[] {
  return outcomes.map((outcome, i) => {
    const raisedAt = FROM + ((i * 7.3) % 27) * DAY;
    return {
      ruleId,
      admissionId: `stay-${ruleId}-${i}`,
      priority,
      raisedAt,
      answeredAt: outcome === null ? null : raisedAt + (4 + ((i * 13) % 40)) * MINUTE,
      acceptBy: raisedAt + (priority === 'emergency' ? 15 * MINUTE : 2 * HOUR),
      outcome,
    };
  });
}

const COURSES = [
  ...alerts('news2-high', 'emergency', ['stepped-up', 'visit', 'visit', 'advice', 'false-artefact']),
  ...alerts('news2-medium', 'urgent', [
    'advice',
    'visit',
    'no-action',
    'advice',
    'no-action',
    'plan-changed',
    'false-artefact',
    null,
  ]),
  ...alerts(
    'news2-above-normal',
    'routine',
    Array.from({ length: 14 }, (_, i) => (i % 4 === 0 ? 'advice' : 'no-action')),
  ),
  ...alerts('overdue', 'routine', ['advice', 'no-action', 'no-action']),
];

const { chronic: _, ...burden } = alarmBurden(COURSES, 512.4, STORY_NOW);

export const BURDEN: WardBurden = {
  ward: { id: 'dorset-east', name: 'Dorset East Hub' },
  from: FROM,
  to: STORY_NOW,
  burden,
  reviews: [
    {
      ruleId: 'news2-above-normal',
      admissionId: 'stay-1',
      patient: 'Ada Merriweather',
      bed: 4,
      alerts: 6,
      since: STORY_NOW - 6 * DAY,
      outcomes: { 'no-action': 4, 'false-threshold': 2 },
      sentences: [
        'NEWS2 4, own normal 1: respiration 22, SpO2 94 %.',
        'NEWS2 3, own normal 1: respiration 21, SpO2 95 %.',
      ],
      thresholds: { routine: 2, urgent: 3 },
    },
  ],
};
