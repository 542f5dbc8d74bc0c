/** How the queue is looked at: in the address, and passed on to the page of a pair, so that "next" stays in the same view. */

export const queueView = { state: 'open', band: 'any', body: '', entity: '' };
export type QueueView = typeof queueView;

/** Chances: at least, and below. */
export const bands: Readonly<Record<string, { readonly least?: number; readonly below?: number }>> = {
  high: { least: 0.95 },
  middle: { least: 0.05, below: 0.95 },
  low: { below: 0.05 },
};

const states = ['same', 'different'] as const;

export const queueQuery = ({ state, band, body, entity }: QueueView) => ({
  state: states.find((one) => one === state) ?? ('open' as const),
  ...bands[band],
  ...(body && { body }),
  ...(entity && { entity }),
});
