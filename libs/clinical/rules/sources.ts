import type { Source } from '../finding.ts';

/** The published guidance behind the rules. Source: docs/CLINICAL, "Sources". */
export const RCP: Source = {
  title: 'Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017',
  url: 'https://www.rcp.ac.uk/resources/national-early-warning-score-news-2/',
};
export const BTS: Source = {
  title: 'British Thoracic Society guideline for oxygen use, BMJ Open Respir Res 2017;4:e000170',
  url: 'https://doi.org/10.1136/bmjresp-2016-000170',
};
export const NHSE_OXIMETRY: Source = { title: 'NHS England, COVID oximetry @home standard operating procedure, C1396' };
export const BEAT_HF: Source = {
  title: 'BEAT-HF, Trials 2014;15:124, table 1',
  url: 'https://doi.org/10.1186/1745-6215-15-124',
};
export const ESC: Source = {
  title: 'European Society of Cardiology self-care advice, as measured in Eur J Heart Fail 2013 (HeartPhone)',
};
export const ANTHONISEN: Source = { title: 'Anthonisen et al., Ann Intern Med 1987;106:196–204' };
export const RESTORE2: Source = {
  title: "Homeward's own, after the idea of RESTORE2: this person's baseline and soft signs",
};
export const OURS: Source = { title: "Homeward's own engineering default" };
export const FOUR_AT_TEST: Source = { title: '4AT, rapid clinical test for delirium', url: 'https://www.the4at.com' };
export const PHE: Source = {
  title: 'Public Health England / NICE, diagnosis of urinary tract infections in those over 65',
};
export const ESPEN: Source = { title: 'ESPEN, hydration in older persons, PMC8470893' };
export const ABBEY_SCALE: Source = { title: 'Abbey Pain Scale' };
export const BAPEN: Source = { title: 'Malnutrition Universal Screening Tool (MUST), BAPEN' };
export const I_STUMBLE_TOOL: Source = { title: 'Welsh Ambulance Service, I STUMBLE falls assessment' };
export const ORTHOSTATIC: Source = {
  title: 'Consensus statement on orthostatic hypotension, Clin Auton Res 2011;21:69–72',
};
export const HYPOGLYCAEMIA: Source = {
  title: 'Joint British Diabetes Societies, hospital management of hypoglycaemia, 2023',
};
export const ALARMS: Source = { title: 'IEC 60601-1-8, as told in IHE Devices SDPi, volume 1 appendix C' };
