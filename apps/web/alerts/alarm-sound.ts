/**
 * What sounds now: a raising of an emergency that calls and has not sounded since it began to. While the sound is held back
 * (paused, or not allowed by the browser yet) nothing counts as sounded, so that what came meanwhile sounds when that ends.
 */
export function soundsNow(
  sounded: ReadonlySet<string>,
  calling: readonly string[],
  held: boolean,
): { readonly sounded: ReadonlySet<string>; readonly sounds: readonly string[] } {
  if (held) return { sounded: new Set(calling.filter((one) => sounded.has(one))), sounds: [] };
  return { sounded: new Set(calling), sounds: calling.filter((one) => !sounded.has(one)) };
}

/** Seconds: five pulses as three and two, twice. Source: IEC 60601-1-8, auditory alarm signals of high priority. */
const PULSES = [0, 0.25, 0.5, 0.95, 1.2, 2.2, 2.45, 2.7, 3.15, 3.4];
const PULSE_SECONDS = 0.16;
/** Hz, with its harmonics: a pure tone cannot be located in a room. */
const TONES = [523, 1046, 1569, 2092];
const LOUDNESS = 0.14;

/** A browser's way to make a sound, which it allows once a person has done something on the page. */
export class AlarmSound {
  private context: AudioContext | null = null;
  private readonly listeners = new Set<() => void>();

  /** Returns the way to end it. */
  open(): () => void {
    const context = new AudioContext();
    const changed = (): void => {
      for (const listener of this.listeners) listener();
    };
    context.addEventListener('statechange', changed);
    this.context = context;
    changed();
    // Whoever did something on the page before it was opened has allowed it already.
    void this.ask();
    return () => {
      this.context = null;
      context.removeEventListener('statechange', changed);
      void context.close();
    };
  }

  get allowed(): boolean {
    return this.context?.state === 'running';
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Asks to be allowed. Only what a person does on the page makes the browser agree. */
  async ask(): Promise<void> {
    if (!this.allowed) await this.context?.resume().catch(() => undefined);
  }

  play(): void {
    const { context } = this;
    if (context === null) return;
    const volume = context.createGain();
    volume.gain.value = 0;
    volume.connect(context.destination);
    const start = context.currentTime + 0.05;
    for (const pulse of PULSES) {
      const at = start + pulse;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
      volume.gain.setValueAtTime(LOUDNESS, at + PULSE_SECONDS - 0.03);
      volume.gain.linearRampToValueAtTime(0, at + PULSE_SECONDS);
    }
    for (const frequency of TONES) {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(volume);
      tone.start(start);
      tone.stop(start + (PULSES.at(-1) ?? 0) + 1);
    }
  }
}
