/** What Nest injects where a class alone does not say which. */
export const LOG = Symbol('log');
export const DATABASE_URL = Symbol('database url');
/** Connections for the feed alone, so that what people ask for does not hold it up. */
export const FEED_DATABASE = Symbol('database of the feed');
/** What second factors are made of, and of whom they are demanded. */
export const SECOND_FACTOR_TERMS = Symbol('terms of second factors');
/** The organisation's OpenID provider, or null. */
export const SINGLE_SIGN_ON = Symbol('single sign-on');
/** For how many days what is kept, where the organisation has terms of its own. */
export const RETENTION_TERMS = Symbol('terms of retention');
