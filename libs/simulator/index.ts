export type { SimulatedPerson, UsualVitals } from './person.ts';
