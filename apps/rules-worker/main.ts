import 'reflect-metadata';
import { runApp } from '#runtime';
import { startRulesWorker } from './rules-worker.ts';

await runApp('rules-worker', startRulesWorker);
