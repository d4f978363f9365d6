/** What the browser stores for its user: chosen devices, sounds, music and blur. Nothing about sessions or people. */
export interface Preferences {
  microphoneId?: string;
  cameraId?: string;
  speakerId?: string;
  sound?: boolean;
  /** Blurs what is behind the person. */
  blur?: boolean;
  /** Captures the microphone for music. */
  music?: boolean;
}

const key = 'hearthroom.preferences';

export function loadPreferences(): Preferences {
  try {
    return parsePreferences(JSON.parse(localStorage.getItem(key) ?? '{}'));
  } catch {
    return {}; // Storage may be forbidden (private windows) or invalid: then nothing is remembered.
  }
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // As above: not remembered.
  }
}

/** Takes the members that have the right type. */
export function parsePreferences(data: unknown): Preferences {
  if (typeof data !== 'object' || data === null) return {};
  const fields = new Map<string, unknown>(Object.entries(data));
  const preferences: Preferences = {};
  for (const name of ['microphoneId', 'cameraId', 'speakerId'] as const) {
    const value = fields.get(name);
    if (typeof value === 'string') preferences[name] = value;
  }
  for (const name of ['sound', 'blur', 'music'] as const) {
    const value = fields.get(name);
    if (typeof value === 'boolean') preferences[name] = value;
  }
  return preferences;
}
