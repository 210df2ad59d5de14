import './node-version.mjs';

// Only now: these may use what an old Node would stumble over.
const { start } = await import('./start/start.mjs');
await start(process.argv.slice(2));
