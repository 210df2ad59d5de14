import everything from '../../jest.config.mjs';

/** The unit tests of this folder alone, for mutation testing. */
const { displayName: _, ...unit } = everything.projects.find(({ displayName }) => displayName === 'unit');

export default {
  ...unit,
  rootDir: '../..',
  testMatch: ['<rootDir>/libs/clinical/**/*.test.ts'],
  modulePathIgnorePatterns: [],
};
