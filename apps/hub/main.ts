import 'reflect-metadata';
import { runApp } from '#runtime';
import { startHub } from './hub.ts';

await runApp('hub', startHub);
