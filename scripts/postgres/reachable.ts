import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

export interface FolderMode {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

const ENTER = 0o1;

/** Whether the mode bits let a user without further groups enter the folder. Access lists are not looked at. */
export function mayEnter(folder: FolderMode, user: UserIds): boolean {
  if (user.uid === 0) return true;
  // The kernel stops at the first class that fits: an owner who is shut out stays out, whatever others may do.
  const shift = folder.uid === user.uid ? 6 : folder.gid === user.gid ? 3 : 0;
  return ((folder.mode >> shift) & ENTER) !== 0;
}

function folderAndAncestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...folderAndAncestors(parent)];
}

/** The outermost folder on the way to `folder` (an absolute path that exists) that `user` may not enter, if any. */
export async function closedDoor(
  folder: string,
  user: UserIds,
  modeOf: (path: string) => Promise<FolderMode> = stat,
): Promise<string | undefined> {
  for (const step of folderAndAncestors(folder).reverse()) {
    if (!mayEnter(await modeOf(step), user)) return step;
  }
  return undefined;
}
