/** A room as text, for the store. */
import type { RoomState } from './types.ts';

export function saveState(state: RoomState): string {
  return JSON.stringify(state);
}

/** Throws when the text is not a room of a version this code knows. */
export function loadState(text: string): RoomState {
  const state: RoomState = JSON.parse(text);
  if (state.version !== 1) throw new Error(`stored room has version ${state.version}, this server knows 1`);
  return state;
}
