import { describe, expect, it } from '@jest/globals';
import { bareJpeg } from './bare-jpeg.ts';

const segment = (code: number, content: Buffer | string): Buffer => {
  const body = Buffer.from(content);
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};
const START = Buffer.from([0xff, 0xd8]);
const END = Buffer.from([0xff, 0xd9]);
const JFIF = segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'));
const TABLE = segment(0xdb, Buffer.alloc(65, 3));
const FRAME = segment(0xc0, Buffer.from([8, 0, 30, 0, 40, 1, 1, 0x11, 0]));
const SCAN = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  // An escaped byte and a restart are no end.
  Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4]),
]);
const BARE = Buffer.concat([START, JFIF, TABLE, FRAME, SCAN, END]);

describe('a JPEG with nothing in it but the picture', () => {
  it('is as it was when there was nothing else', () => {
    expect(bareJpeg(BARE)).toEqual({ bytes: BARE, width: 40, height: 30 });
  });

  it.each([
    ['EXIF', segment(0xe1, 'Exif\0\0GPS 50.7200 N 1.8800 W Ada')],
    ['XMP', segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Ada</x:xmpmeta>')],
    ['a colour profile with a name', segment(0xe2, 'ICC_PROFILE\0Ada')],
    ['IPTC', segment(0xed, 'Photoshop 3.0\x008BIM Ada')],
    ['a comment', segment(0xfe, 'Ada in room 4')],
    ['something else that says it is JFIF', segment(0xe0, 'JFXX\0 a thumbnail of Ada')],
    ['what nobody has heard of', segment(0xe9, 'Ada')],
  ])('has no %s', (_what, secret) => {
    const told = Buffer.concat([START, JFIF, secret, TABLE, secret, FRAME, secret, SCAN, END]);
    expect(bareJpeg(told)?.bytes).toEqual(BARE);
  });

  it('has no thumbnail, and nothing behind its end', () => {
    const withThumbnail = Buffer.concat([JFIF.subarray(4, 16), Buffer.from([1, 1]), Buffer.from('Ada')]);
    const told = Buffer.concat([
      START,
      segment(0xe0, withThumbnail),
      TABLE,
      FRAME,
      SCAN,
      END,
      Buffer.from('Ada'),
      BARE,
    ]);
    expect(bareJpeg(told)?.bytes).toEqual(BARE);
  });

  it('keeps every scan of a progressive one', () => {
    const progressive = Buffer.concat([START, segment(0xc2, FRAME.subarray(4)), SCAN, TABLE, SCAN, END]);
    expect(bareJpeg(progressive)?.bytes).toEqual(progressive);
  });
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['a PNG', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['no picture', Buffer.concat([START, END])],
  ['two frames', Buffer.concat([START, FRAME, FRAME, SCAN, END])],
  ['no size', Buffer.concat([START, segment(0xc0, Buffer.alloc(9)), SCAN, END])],
  ['one that was cut off', BARE.subarray(0, -2)],
  ['one whose segment is longer than it', Buffer.concat([START, Buffer.from([0xff, 0xdb, 0xff, 0xff, 1])])],
  ['bytes between segments', Buffer.concat([START, Buffer.from([1, 2, 3, 4]), FRAME, SCAN, END])],
])('%s is no JPEG', (_what, bytes) => {
  expect(bareJpeg(bytes)).toBeNull();
});

it('ends for every beginning of one', () => {
  for (let length = 0; length < BARE.length; length++) expect(bareJpeg(BARE.subarray(0, length))).toBeNull();
});
