/** The user and the database of a PostgreSQL that Homeward brings along. */
export const USER = 'homeward';
export const DATABASE = 'homeward';
