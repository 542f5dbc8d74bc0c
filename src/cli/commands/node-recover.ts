/** Opens a node that is read-only after a restore: shows what is missing, or declares it lost. */
import { declareLoss, readWitnesses } from '../../exchange/evidence/contract.ts';
import { call } from '../../platform/http/call.ts';
import type { CommandSpec } from '../model.ts';
import { UsageError } from '../model.ts';

const recover: CommandSpec = {
  path: 'node recover',
  options: [{ flags: '--declare-loss' }, { flags: '--reason <text>' }],
  examples: ['node recover', 'node recover --declare-loss --reason "The disk of 12 March"'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { t, terminal } = tool;
    if (given.flag('declare-loss')) {
      const reason = given.text('reason');
      if (reason === undefined) throw new UsageError('reason-needed');
      const answer = await call(send, declareLoss, { body: { reason } });
      return { data: answer, lines: [terminal.paint('green', t('cli:recover.declared', { ...answer }))] };
    }
    const { fence } = await call(send, readWitnesses, {});
    if (!fence.missing) return { data: fence, lines: [t(`cli:recover.${fence.state}`)] };
    const { missing } = fence;
    const lines = [
      terminal.paint('red', t('cli:recover.fenced', { ...missing })),
      t('cli:recover.remedy'),
      missing.note,
    ];
    return { data: fence, lines, findings: true };
  },
};

export const recoverCommands: readonly CommandSpec[] = [recover];
