import { z } from 'zod';

const BYTES = 32;
/** Of 32 random bytes about 30 differ; fewer than this is something that was made up. */
const LEAST_DIFFERENT = 16;

/** At least 32 bytes in base64 that look as if nobody had thought of them: not one that is repeated, nor words. */
export const randomKey = z.base64('expected base64').refine(isRandom, {
  error: `expected at least ${BYTES} random bytes, as openssl rand -base64 ${BYTES} writes them`,
});

function isRandom(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return bytes.length >= BYTES && new Set(bytes).size >= LEAST_DIFFERENT && !isText;
}
