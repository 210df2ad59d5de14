import 'reflect-metadata';
import { runApp } from '#runtime';
import { startIngestion } from './ingestion.ts';

await runApp('ingestion', startIngestion);
