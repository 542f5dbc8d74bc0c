/** How each state of a stream looks, in the table and in the picture. */
import type { Flow } from '../../src/exchange/nodes/nodes-contract.ts';
import type { Tone } from '../ui/verdict.tsx';

export const flowTones: Readonly<Record<Flow['state'], Tone>> = {
  flowing: 'good',
  behind: 'busy',
  waiting: 'quiet',
  failed: 'bad',
  ended: 'paused',
  purged: 'quiet',
};
