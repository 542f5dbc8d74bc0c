/** Serves the contract of profiles: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import * as contract from './contract.ts';
import { profileRegister } from './profile-register.ts';
import { profileUpload } from './profile-upload.ts';

export function profileRoutes(server: Server, context: Context): void {
  serve(server, contract.profileFile, ({ query, upload }) => profileUpload(context, upload, query.fileName));
  serve(server, contract.profileRegister, ({ params, caller }) => profileRegister(context, caller, params.register));
}
