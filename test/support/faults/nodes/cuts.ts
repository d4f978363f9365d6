import type { Group } from '../clients/group-of-clients.ts';

/** @returns the states into which sessions of the people inside have gone since the call; none: nobody was cut off */
export function watchCuts({ inside }: Group): readonly string[] {
  const states: string[] = [];
  for (const { session } of inside) session.on('stateChanged', (state) => states.push(state));
  return states;
}
