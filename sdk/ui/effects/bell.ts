import { Chime, type Tune } from './chime.ts';
import { loadPreferences, savePreferences } from './preferences.ts';

/** The chime, and whether it is switched on, which the browser remembers. */
export class Bell {
  readonly #chime = new Chime();
  #isOn = loadPreferences().sound ?? true;

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Switches the chime on or off. Switching it on plays it, as an example. */
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
