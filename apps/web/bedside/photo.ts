import { LARGEST_PHOTO_BYTES, LONGEST_PHOTO_EDGE } from '#contracts';

/** What a camera makes is far smaller; what is larger is not read at all. */
const LARGEST_FILE_BYTES = 30 * 1024 * 1024;

export type ShrunkPhoto =
  { readonly kind: 'photo'; readonly jpeg: string } | { readonly kind: 'refused'; readonly why: string };

/** Tried one after the other, until it is small enough. */
const TRIES = [
  [1, 0.8],
  [1, 0.6],
  [0.75, 0.6],
  [0.5, 0.6],
  [0.5, 0.4],
] as const;

/** How many pixels a photo of this size gets: never more than it has, and at most `LONGEST_PHOTO_EDGE` on its longer edge. */
export function sizeOf(
  { width, height }: { readonly width: number; readonly height: number },
  share: number,
): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_PHOTO_EDGE / Math.max(width, height)) * share;
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Draws the photo anew, upright and small: what else the file said (place, camera, time) does not leave the tablet. The answer is
 * base64.
 */
export async function shrunk(file: Blob): Promise<ShrunkPhoto> {
  if (file.size > LARGEST_FILE_BYTES)
    return { kind: 'refused', why: 'This file is too large for a photo: over 30 MB. Take the photo with this tablet.' };
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return { kind: 'refused', why: 'This is no photo that this tablet can read. Use a JPEG, PNG or WebP.' };
  }
  try {
    for (const [share, quality] of TRIES) {
      const drawn = await draw(picture, sizeOf(picture, share), quality);
      if (drawn !== null && drawn.size <= LARGEST_PHOTO_BYTES) return { kind: 'photo', jpeg: await base64Of(drawn) };
    }
  } finally {
    picture.close();
  }
  return { kind: 'refused', why: 'This photo cannot be made small enough to send. Take it again, nearer.' };
}

function draw(
  picture: ImageBitmap,
  { width, height }: { width: number; height: number },
  quality: number,
): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const brush = canvas.getContext('2d');
  if (brush === null) return Promise.resolve(null);
  // What a PNG leaves clear is white, and not black.
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, width, height);
  brush.drawImage(picture, 0, 0, width, height);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', quality);
  });
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
}
