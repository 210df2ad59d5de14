import { explainNews2, news2InWords } from '../explain-news2.ts';
import type { Evidence, Source } from '../finding.ts';
import type { News2 } from '../news2.ts';
import { ALL_PATHWAYS, COVERED, UNKNOWN, type Moment, type Rule, type Verdict } from '../rule.ts';
import type { ScoreAt } from '../score-at.ts';

const RCP: Source = {
  title: 'Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017',
  url: 'https://www.rcp.ac.uk/resources/national-early-warning-score-news-2/',
};

/** What is certain of the total: all of it, or the least that an incomplete set can come to. */
function certainTotal(score: News2): number {
  return score.kind === 'complete' ? score.total : score.least;
}

function evidence(score: ScoreAt, news2: News2, thresholds: Readonly<Record<string, number>>): Evidence {
  const values: Record<string, number | string | boolean> = {};
  if (news2.kind === 'complete') values['news2'] = news2.total;
  else values['news2AtLeast'] = news2.least;
  for (const [vital, value] of Object.entries(score.vitals)) {
    if (value !== undefined) values[vital] = value;
  }
  return { readingIds: score.readingIds, values, thresholds };
}

/** An incomplete set can prove that a condition holds, never that it does not. */
function notPresent(news2: News2): Verdict {
  return news2.kind === 'complete' ? { kind: 'absent', sentence: `${news2InWords(news2)}.` } : UNKNOWN;
}

/** NEWS2 7 or more: emergency assessment. Source: [RCP] chart 4. Nobody can switch it off or lift it above 7. */
export const news2High: Rule<'total'> = {
  id: 'news2-high',
  version: 1,
  title: 'NEWS2 in the high band',
  pathways: ALL_PATHWAYS,
  priority: 'emergency',
  source: RCP,
  window: 0,
  parameters: { total: { value: 7, min: 5, max: 7, unit: '{score}' } },
  judge({ score }: Moment, { total }) {
    const { news2 } = score;
    if (news2.kind === 'not-applicable') return UNKNOWN;
    if (certainTotal(news2) < total) return notPresent(news2);
    return {
      kind: 'present',
      sentence: explainNews2(news2, score.vitals),
      evidence: evidence(score, news2, { total }),
    };
  },
};

/** NEWS2 5 or 6: urgent assessment. Source: [RCP] chart 4. From 7 upwards news2-high speaks for it. */
export const news2Medium: Rule<'total' | 'below'> = {
  id: 'news2-medium',
  version: 1,
  title: 'NEWS2 in the medium band',
  pathways: ALL_PATHWAYS,
  priority: 'urgent',
  source: RCP,
  window: 0,
  parameters: {
    total: { value: 5, min: 3, max: 7, unit: '{score}' },
    below: { value: 7, min: 5, max: 7, unit: '{score}' },
  },
  judge({ score }: Moment, { total, below }) {
    const { news2 } = score;
    if (news2.kind === 'not-applicable') return UNKNOWN;
    const certain = certainTotal(news2);
    if (certain >= below) return COVERED;
    if (certain < total) return notPresent(news2);
    return {
      kind: 'present',
      sentence: explainNews2(news2, score.vitals),
      evidence: evidence(score, news2, { total }),
    };
  },
};

/** One parameter in the red: urgent assessment. Source: [RCP] chart 4. From a total of 5 upwards the total speaks for it. */
export const news2SingleRed: Rule<'below'> = {
  id: 'news2-single-red',
  version: 1,
  title: 'One parameter scores 3',
  pathways: ALL_PATHWAYS,
  priority: 'urgent',
  source: RCP,
  window: 0,
  parameters: { below: { value: 5, min: 3, max: 7, unit: '{score}' } },
  judge({ score }: Moment, { below }) {
    const { news2 } = score;
    if (news2.kind === 'not-applicable') return UNKNOWN;
    if (certainTotal(news2) >= below) return COVERED;
    if (news2.singleThree.length === 0) return notPresent(news2);
    return {
      kind: 'present',
      sentence: explainNews2(news2, score.vitals),
      evidence: evidence(score, news2, { subScore: 3 }),
    };
  },
};
