/** Part of the contract: a proposal to change the dictionary, rehearsed on the rows that are here. */
import Type from 'typebox';
import { endpoint } from '../platform/http/endpoint.ts';
import { RehearsalView } from './rehearsal-schemas.ts';

export const rehearseProposal = endpoint({
  name: 'dictionary.rehearseProposal',
  method: 'POST',
  path: '/api/dictionary/proposals/{proposal}/rehearsal',
  permission: 'dictionary.rehearse',
  summary: 'What a proposal would do to this node: who uses what changes, which rows fail; changes nothing',
  params: Type.Object({ proposal: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
  response: RehearsalView,
});
