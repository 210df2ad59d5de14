import { ACT_KINDS, ACTS } from '../alerts/acts.ts';
import { HISTORY_KEY, NEXT_KEY, PAGE_KEY, SOUND_KEY } from '../alerts/keys.ts';
import type { KeyGroup } from '../page/keys-button.tsx';
import type { KeysAndDeeds } from '../page/key-list.tsx';

/** On every page that an emergency can be heard on. */
export const KEY_OF_SOUND = [SOUND_KEY, 'Pause the sound for 15 minutes, or turn it on'] as const;

export const KEYS_OF_SOUND: readonly KeyGroup[] = [{ where: 'Anywhere on the page', keys: [KEY_OF_SOUND] }];

/** What a letter does to an alert, on the board and on the patient's page. */
export const KEYS_OF_ALERTS: KeysAndDeeds = [
  ...ACT_KINDS.map((kind) => [ACTS[kind].key, ACTS[kind].name] as const),
  [HISTORY_KEY, 'History of the alert'],
];

export const KEYS_OF_BOARD: readonly KeyGroup[] = [
  {
    where: 'On the bed that has the focus, and in its dialog',
    keys: [
      ['Enter', 'Open the alerts'],
      [PAGE_KEY, 'Open the patient’s page'],
      ...KEYS_OF_ALERTS,
      ['Arrows', 'Go to another bed'],
    ],
  },
  {
    where: 'Anywhere on the board',
    keys: [[NEXT_KEY, 'Next bed that nobody has answered'], KEY_OF_SOUND, ['Esc', 'Close what is open']],
  },
];
