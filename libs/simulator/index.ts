export { seedOf } from './chance.ts';
export { illnessAt, vitalsAt, type Course } from './course.ts';
export { endOf, severityAt, type Episode, type Illness } from './episode.ts';
export { ARTEFACTS, measureAt, type Artefact, type Measurement } from './measurement.ts';
export type { SimulatedPerson, UsualVitals } from './person.ts';
export { extraSetTimes, rounds, setTimes, type Round } from './timetable.ts';
