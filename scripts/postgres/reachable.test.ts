import { describe, expect, it } from '@jest/globals';
import { closedDoor, mayEnter, type FolderMode } from './reachable.ts';

const postgres = { uid: 101, gid: 104 };

describe('mayEnter', () => {
  it.each([
    ['everyone may', { mode: 0o40755, uid: 0, gid: 0 }, true],
    ['only root may', { mode: 0o40700, uid: 0, gid: 0 }, false],
    ['others may pass through without listing', { mode: 0o40711, uid: 0, gid: 0 }, true],
    ['others may list but not pass', { mode: 0o40744, uid: 0, gid: 0 }, false],
    ['its own', { mode: 0o40700, uid: 101, gid: 104 }, true],
    ['its group’s', { mode: 0o40750, uid: 0, gid: 104 }, true],
    ['an owner who is shut out stays out', { mode: 0o40077, uid: 101, gid: 104 }, false],
  ])('%s', (_, folder: FolderMode, expected) => {
    expect(mayEnter(folder, postgres)).toBe(expected);
  });

  it('lets root in everywhere', () => {
    expect(mayEnter({ mode: 0o40000, uid: 5, gid: 5 }, { uid: 0, gid: 0 })).toBe(true);
  });
});

describe('closedDoor', () => {
  const open = { mode: 0o40755, uid: 0, gid: 0 };
  const shut = { mode: 0o40700, uid: 0, gid: 0 };
  const modes: Record<string, FolderMode> = { '/': open, '/root': shut, '/root/homeward': shut, '/srv': open };
  const modeOf = async (path: string) => modes[path] as FolderMode;

  it('names the outermost folder that shuts the user out', async () => {
    expect(await closedDoor('/root/homeward', postgres, modeOf)).toBe('/root');
  });

  it('finds nothing on an open way', async () => {
    expect(await closedDoor('/srv', postgres, modeOf)).toBeUndefined();
  });
});
