/** Every refusal that we expect, with its HTTP status and its title. A new code without a status does not compile. */
export const REFUSALS = {
  'malformed-document': { status: 400, title: 'The document could not be read' },
  'invalid-document': { status: 422, title: 'The document has fields that cannot be accepted' },
  'body-too-large': { status: 413, title: 'The request is too large' },
  'encoded-body': { status: 415, title: 'Compressed bodies are not read' },
  'too-slow': { status: 408, title: 'The request took too long to arrive' },
  'malformed-request': { status: 400, title: 'The request could not be read' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'unsupported-media-type': { status: 415, title: 'This kind of document is not accepted here' },
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'wrong-credentials': { status: 401, title: 'The username or password is wrong' },
  'unknown-key': { status: 401, title: 'The API key is missing or not known' },
  'key-expired': { status: 401, title: 'The API key has expired' },
  'key-revoked': { status: 401, title: 'The API key was withdrawn' },
  'source-disabled': { status: 401, title: 'This source is switched off' },
  'key-may-not': { status: 403, title: 'The API key does not allow this' },
  'certificate-missing': { status: 401, title: 'The client certificate is missing or not the one that is registered' },
  'rate-limited': { status: 429, title: 'This source sends faster than was agreed' },
  'not-allowed': { status: 403, title: 'Your role does not allow this' },
  'cross-site': { status: 403, title: 'The request came from another site' },
  'not-found': { status: 404, title: 'There is nothing here for you' },
  stale: { status: 409, title: 'This changed since you looked' },
  overloaded: { status: 503, title: 'Too many readings are waiting' },
  unavailable: { status: 503, title: 'The record cannot be reached' },
  internal: { status: 500, title: 'Something went wrong here' },
} as const satisfies Record<string, { status: number; title: string }>;

export type RefusalCode = keyof typeof REFUSALS;
