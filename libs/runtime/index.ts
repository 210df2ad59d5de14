export type { ChannelSettings } from './channel-settings.ts';
export { clock, type Clock } from './clock.ts';
export { serveHealth, type ReadinessCheck } from './health.ts';
export { openHttpServer, ServerAdapter, takeStrictJson } from './http-server.ts';
export { nestLog, openLog, type Logger } from './log.ts';
export { asRefusal, isOutage, nowhere, ProblemFilter, Refusal, sendProblem } from './refusal.ts';
export { readJson } from './read-json.ts';
export { runApp, type RunningApp } from './run-app.ts';
export { readSettings, UnusableSettings, type Settings } from './settings.ts';
