/** Every way connectors can refuse a request, or a run can end. */
import { defineProblems } from '../../platform/http/problem.ts';

export const problems = defineProblems('exchange', {
  noSuchConnector: { status: 404, title: 'No such connector', help: 'There is none among those the caller may see.' },
  settingsUnsound: {
    status: 422,
    title: 'The settings do not fit the kind of connector',
    help: 'Each entry of `errors` names a place (JSON Pointer) and what was expected there.',
  },
  hostLineUnsound: {
    status: 422,
    title: 'A line of allowed hosts cannot be read',
    help: 'A line is `host`, `host:port` or `host:port=network,…`; the member `line` has the one that is wrong.',
  },
  notKeptHere: {
    status: 422,
    title: 'This body does not keep rows of this register',
    help: 'Rows come in for the body that keeps them, as the updating rule of the register says.',
  },
  ownApproval: {
    status: 403,
    title: 'Whoever wrote a connector does not approve it',
    help: 'Another person approves which addresses it may call and into which register it may write.',
  },
  hostsChanged: {
    status: 409,
    title: 'The connector was changed in the meantime',
    help: 'Read it again: what is approved is what was read.',
  },
  notApproved: {
    status: 409,
    title: 'The connector has not been approved',
    help: 'Nothing is called before another person has approved where it may go.',
  },
  connectorStopped: {
    status: 409,
    title: 'The connector is stopped',
    help: 'Take it up again first: `POST /api/exchange/connectors/{connector}/state`.',
  },
  alreadyRunning: { status: 409, title: 'It is running already', help: 'One run of a connector at a time.' },
  secretMissing: {
    status: 409,
    title: 'The secret that the connector names is not there',
    help: 'Put it into the environment (`ARTERY_SECRET_…`) or into a file of the folder `secrets` beside the keys.',
  },
  farEndRefused: {
    status: 502,
    title: 'The source refused',
    help: 'The member `status` has what it answered; its own words are not passed on.',
  },
  sourceUnreadable: {
    status: 502,
    title: 'The answer of the source cannot be read as rows',
    help: 'Check the path of the items, the columns and the paging.',
  },
  noDropFolder: {
    status: 409,
    title: 'The drop folder is not there',
    help: 'Make the folder under `ARTERY_DROP`; the member `folder` has its name.',
  },
});
