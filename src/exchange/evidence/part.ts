/** Evidence as a part of the exchange room. */
import type { Context } from '../../platform/context.ts';
import type { Server } from '../../platform/http/serve.ts';
import type { Room } from '../../platform/room.ts';
import { askWitnesses } from './ask-witnesses.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import type { Registry } from './registry.ts';
import { serveEvidence } from './routes.ts';

// Often enough that a truncation is seen within a minute, seldom enough to be nothing for a witness of thousands.
const ROUND_MS = 60_000;

export const evidencePart = (registry: Registry): Omit<Room, 'name'> => ({
  permissions,
  problems,
  routes: (server: Server, context: Context) => serveEvidence(server, context, registry),
  rounds: (context) => [
    {
      name: 'exchange.witnesses',
      everyMs: ROUND_MS,
      run: async () => void (await askWitnesses(context, await registry.peers(context))),
    },
  ],
});
