import { base64url, CompactEncrypt, importJWK, type JWK } from 'jose';
import type { CarerKeys } from '#contracts';
import { seal, unseal } from '../bedside/shelf.ts';

/* What a carer's PIN opens on this tablet, without a network. Decision 0039. */

/** Source: OWASP Password Storage Cheat Sheet, PBKDF2 with HMAC-SHA-256. */
const ROUNDS = 600_000;
const SALT_BYTES = 16;

/** What the hub gave for a right PIN, sealed under that PIN. */
export interface WrappedKeys {
  readonly pinVersion: number;
  readonly salt: string;
  readonly iv: string;
  readonly content: string;
}

async function keyFrom(pin: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS },
    typed,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(base64url.decode(text));

export async function wrap(keys: CarerKeys, pin: string): Promise<WrappedKeys> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const { iv, content } = await seal(await keyFrom(pin, salt), keys);
  return {
    pinVersion: keys.pinVersion,
    salt: base64url.encode(salt),
    iv: base64url.encode(iv),
    content: base64url.encode(new Uint8Array(content)),
  };
}

/** Null when it is not the PIN that they were sealed under. */
export async function unwrap({ salt, iv, content }: WrappedKeys, pin: string): Promise<CarerKeys | null> {
  const key = await keyFrom(pin, bytesOf(salt));
  return (await unseal(key, { iv: bytesOf(iv), content: bytesOf(content).buffer })) as CarerKeys | null;
}

/** Base64 as the hub writes it. */
export const rawKey = ({ keptUnder }: CarerKeys): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(keptUnder), (letter) => letter.codePointAt(0) ?? 0);

/** Nobody but the hub can open it, whoever has the tablet. */
export async function sealForHub({ envelopeKey, proof }: CarerKeys, content: unknown): Promise<string> {
  const key = await importJWK(envelopeKey as JWK, 'ECDH-ES');
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify({ content, proof })))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
    .encrypt(key);
}
