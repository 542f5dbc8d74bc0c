/** Serves strategy's contract, part by part. */
import type { Context } from '../platform/context.ts';
import type { Server } from '../platform/http/serve.ts';
import { consultationRoutes } from './consultations/routes.ts';
import { documentRoutes } from './documents/routes.ts';
import { measureRoutes } from './measures/defined/routes.ts';
import { indicatorRoutes } from './measures/routes.ts';
import { taskRoutes } from './tasks/routes.ts';

export function strategyRoutes(server: Server, context: Context): void {
  indicatorRoutes(server, context);
  measureRoutes(server, context);
  taskRoutes(server, context);
  documentRoutes(server, context);
  consultationRoutes(server, context);
}
