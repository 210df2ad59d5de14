import type { Pathway } from '#clinical';
import { seedOf, type Course } from '#simulator';

const PATHWAYS = ['respiratory', 'cardiac', 'frailty'] as const satisfies readonly Pathway[];

/** Simulated people of all pathways, the ill ones among them, one in nine on scale 2. */
export function benchCourses(count: number): Course[] {
  return Array.from({ length: count }, (_, i): Course => {
    const spo2Scale = i % 9 === 0 ? 2 : 1;
    return {
      seed: seedOf(`bench ${i}`),
      person: {
        pathway: PATHWAYS[i % PATHWAYS.length]!,
        spo2Scale,
        oxygenFlow: 0,
        usual: {
          respiration: 16,
          spo2: spo2Scale === 2 ? 90 : 96.8,
          systolic: 128,
          diastolic: 74,
          pulse: 75,
          temperature: 36.6,
          weight: 70,
        },
      },
    };
  });
}
