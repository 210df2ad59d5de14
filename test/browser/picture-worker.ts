import { parentPort } from 'node:worker_threads';
import { comparePicture, type ToCompare } from './picture.ts';

/* Pictures are compared beside the tests: in jest's own world such arithmetic takes many times as long. */
parentPort?.on('message', (asked: ToCompare) => {
  void comparePicture(asked).then((compared) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    parentPort?.postMessage(compared);
  });
});
