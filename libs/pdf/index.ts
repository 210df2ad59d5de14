export {
  patientSummaryPdf,
  type ChartedVital,
  type PatientSummary,
  type SummaryAlert,
  type SummaryScore,
} from './patient-summary.ts';
