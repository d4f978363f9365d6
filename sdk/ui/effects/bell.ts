import { Chime, type Tune } from './chime.ts';
import { loadPreferences, savePreferences } from './preferences.ts';

/** The chime, and whether it is wanted, which the browser remembers. */
export class Bell {
  readonly #chime = new Chime();
  #isOn = loadPreferences().sound ?? true;

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Switched on it sounds, so that one knows what will be heard. */
  setOn(on: boolean): void {
    this.#isOn = on;
    savePreferences({ ...loadPreferences(), sound: on });
    this.ring();
  }

  ring(tune: Tune = 'bell'): void {
    if (this.#isOn) this.#chime.play(tune);
  }

  close(): void {
    this.#chime.close();
  }
}
