import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ending, tellStory, type Story } from '../../test/harness/story.ts';
import { sql } from '../platform/db/sql.ts';
import { call } from '../platform/http/call.ts';
import * as contract from './contract.ts';
import { governanceRoom } from './room.ts';
import { listRegisters } from './store/register.ts';

let story: Story;
beforeAll(async () => {
  story = await tellStory();
});
// The profile puts right what a case took away.
afterEach(async () => {
  await story.context.db.run(sql`delete from platform.setting where name = 'governance.profile'`);
  await governanceRoom.install?.(story.context);
});

describe('a register without an answerable', () => {
  const publish = async () => {
    await story.context.db.run(sql`update governance.register set state = 'draft' where name = 'kien-nghi'`);
    story.server.become(story.as('vanphong'));
    return ending(call(story.server.send, contract.publishRegister, { params: { register: 'kien-nghi' } }));
  };
  const roles = (change: string) => `${change} from governance.responsibility where register = 'kien-nghi' and role = `;

  it.each([
    [
      'several-owners',
      `insert into governance.responsibility select 'kien-nghi', 'owner', id from bodies.body where code = '98'`,
    ],
    ['no-owner', `${roles('delete')} 'owner'`],
    ['no-manager', `${roles('delete')} 'manager'`],
    ['no-steward', `${roles('delete')} 'steward'`],
    ['no-updating-unit', `update governance.register set updating_rule = null where name = 'kien-nghi'`],
  ])('is not published: %s', async (finding, change) => {
    await story.context.db.script(change);
    const { status, problem } = await publish();
    expect([status, problem['findings']]).toEqual([422, [finding]]);
    expect(problem['detail']).not.toContain(finding);
    expect(await listRegisters(story.context.db)).toHaveLength(5);
  });

  it('is published once all are named, by the data office', async () => {
    expect(await publish()).toMatchObject({ status: 200 });
    expect(await listRegisters(story.context.db)).toHaveLength(6);
  });
});
