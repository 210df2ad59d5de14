export { JOBS, type JobHandlers, type JobName, type JobPayload } from './job-map.ts';
export { migrateJobs, openDoorbells, workOn, type Doorbells, type JobsAtWork, type JobSettings } from './jobs.ts';
