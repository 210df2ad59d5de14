/** Something that was asked for cannot be had, and the message says all there is to say: no stack trace. */
export class Refusal extends Error {
  isRefusal = true;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const SILENT_MS = 1_000;
const STILL_MS = 15_000;

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

function spinner(label, began) {
  let frame = 0;
  const timer = setInterval(() => {
    frame += 1;
    process.stdout.write(`\r${FRAMES[frame % FRAMES.length]} ${label} … ${seconds(began)}  `);
  }, 100);
  return () => {
    clearInterval(timer);
    process.stdout.write('\r\x1b[K');
  };
}

function plainLines(label, began) {
  let timer;
  const first = setTimeout(() => {
    console.log(`${label} …`);
    timer = setInterval(() => console.log(`${label} … ${seconds(began)}`), STILL_MS);
  }, SILENT_MS);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}

/**
 * Does `work` and, when it takes longer than a second, shows that it is being done and how long it took: with a spinner
 * on a terminal, in plain lines elsewhere. Answers and fails as `work` does.
 *
 * @template Answer
 * @param {string} label as in "Building"
 * @param {() => Promise<Answer>} work
 * @returns {Promise<Answer>}
 */
export async function step(label, work) {
  const began = performance.now();
  const clear = (process.stdout.isTTY ? spinner : plainLines)(label, began);
  try {
    const answer = await work();
    clear();
    if (performance.now() - began > SILENT_MS) console.log(`✓ ${label}: ${seconds(began)}`);
    return answer;
  } catch (error) {
    clear();
    throw error;
  }
}
