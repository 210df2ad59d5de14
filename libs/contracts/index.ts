export * from './alert.ts';
export * from './board.ts';
export * from './instant.ts';
export * from './nhs-number.ts';
export * from './problem.ts';
export * from './reading-set.ts';
export * from './session.ts';
export * from './ward-feed.ts';
