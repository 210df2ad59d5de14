/** What a file cannot be read as a sheet for, in the words of whoever chose it. */
export interface UnreadableSheet {
  readonly unreadable: string;
}

const starts = (bytes: Uint8Array, ...with_: readonly number[]): boolean => with_.every((byte, i) => bytes[i] === byte);

/** What people choose instead of a CSV file, by its first bytes. */
const OTHER_FILES = [
  {
    first: [0x50, 0x4b, 0x03, 0x04],
    unreadable: 'This is an Excel workbook or a zip file. In Excel, choose Save as, then CSV (comma delimited).',
  },
  {
    first: [0xd0, 0xcf, 0x11, 0xe0],
    unreadable: 'This is an old Excel workbook. In Excel, choose Save as, then CSV (comma delimited).',
  },
  {
    first: [0x25, 0x50, 0x44, 0x46],
    unreadable: 'This is a PDF. Save the sheet as CSV from the program that made it.',
  },
] as const;

/**
 * The text of a sheet, whatever program saved it: UTF-8 with or without its mark, Excel's “Unicode text” (UTF-16), or
 * Windows-1252, which is what is left when it is no UTF-8.
 */
export function sheetText(bytes: Uint8Array): string | UnreadableSheet {
  for (const { first, unreadable } of OTHER_FILES) if (starts(bytes, ...first)) return { unreadable };
  const text = decoded(bytes);
  if (text.includes('\u0000'))
    return { unreadable: 'This is not a CSV file: it has characters in it that no text has.' };
  if (text.trim() === '') return { unreadable: 'The file is empty.' };
  return text;
}

function decoded(bytes: Uint8Array): string {
  if (starts(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes);
  if (starts(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
