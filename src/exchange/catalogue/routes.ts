/** Serves the catalogue: as a list, one register by itself, and as DCAT. */
import { writeJsonLd, writeTurtle } from '../../dictionary/index.ts';
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import * as contract from '../contract.ts';
import { listAnswering, readCatalogue, readCatalogueEntry } from '../read-catalogue.ts';
import { openAnswerCheck } from './check-answers.ts';
import { readDcat } from './read-dcat.ts';

export function catalogueRoutes(server: Server, context: Context): void {
  const check = openAnswerCheck(server, context.keysDir !== undefined);
  serve(server, contract.listCatalogue, ({ query, caller }) => readCatalogue(context, caller, { query, check }));
  serve(server, contract.getCatalogueEntry, ({ params, caller }) =>
    readCatalogueEntry(context, caller, params.register, { served: server.served, check }),
  );
  const graph = async ({ protocol, host }: { readonly protocol: string; readonly host: string }) => {
    const { registers } = await listAnswering(context, check);
    return readDcat(context, registers, { served: server.served, origin: `${protocol}://${host}` });
  };
  serve(
    server,
    contract.catalogueJsonLd,
    async ({ request }) => `${JSON.stringify(writeJsonLd(await graph(request)), undefined, 2)}\n`,
  );
  serve(server, contract.catalogueTurtle, async ({ request }) => writeTurtle(await graph(request)));
}
