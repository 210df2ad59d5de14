import { KEY_OF_SOUND, KEYS_OF_ALERTS } from '../board/keys-of-board.ts';
import type { KeyGroup } from '../page/keys-button.tsx';

export const KEYS_OF_PATIENT: readonly KeyGroup[] = [
  { where: 'On the alert that has the focus, else the first', keys: KEYS_OF_ALERTS },
  {
    where: 'On the observation chart',
    keys: [
      ['← →', 'Column before, column after'],
      ['Page Up', 'Twelve columns back'],
      ['Page Down', 'Twelve columns on'],
      ['Home', 'First column'],
      ['End', 'Newest column'],
      ['Enter', 'Everything of this column'],
    ],
  },
  {
    where: 'Among the vitals',
    keys: [
      ['+ −', 'Zoom in, zoom out'],
      ['← →', 'Earlier, later'],
      ['0', 'Show all'],
    ],
  },
  { where: 'Anywhere on the page', keys: [KEY_OF_SOUND, ['Esc', 'Close what is open, then back to the board']] },
];
