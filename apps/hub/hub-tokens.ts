/** What Nest injects where a class alone does not say which. */
export const LOG = Symbol('log');
export const DATABASE_URL = Symbol('database url');
