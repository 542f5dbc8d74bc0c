/** The records of a golden person, and taking one out of it. */
import { Button, Textarea } from '@mantine/core';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import {
  splitPerson,
  type DuplicateDetail,
  type GoldenMember,
  type GoldenPerson,
} from '../../../src/registers/contract.ts';
import { useCommand } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Stack } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';
import { Day, UserText } from '../../ui/values.tsx';
import { UndoPair } from './undo-pair.tsx';

export function PersonMembers({ person }: { readonly person: GoldenPerson }) {
  const { t } = useWords('web-who');
  const [split, setSplit] = useState<DuplicateDetail>();
  const columns = useColumns(person.id, setSplit);
  return (
    <>
      {split && (
        <Notice
          tone="good"
          live
          title={t('split.done')}
          action={<UndoPair duplicate={split.id} version={split.version} onDone={() => setSplit(undefined)} />}
        >
          <To to={paths.duplicate(split.id)}>{t('person.openPair')}</To>
        </Notice>
      )}
      <Panel title={t('person.members')} flush {...(person.members.length === 1 ? { note: t('person.only') } : {})}>
        <DataTable
          id="who.members"
          label={t('person.members')}
          plain
          columns={columns}
          rows={person.members}
          rowKey={({ record }) => record}
        />
      </Panel>
    </>
  );
}

function useColumns(person: string, onSplit: (pair: DuplicateDetail) => void): readonly Column<GoldenMember>[] {
  const { t, say } = useWords('web-who');
  return useMemo(
    () => [
      {
        id: 'record',
        head: t('person.record'),
        width: 210,
        grow: true,
        wrap: true,
        cell: ({ register, record, label }) => (
          <To to={paths.record(register, record)}>
            <UserText>{label ?? t('unnamed')}</UserText>
          </To>
        ),
      },
      { id: 'register', head: t('pair.register'), width: 180, wrap: true, cell: (one) => say(one.registerNames) },
      { id: 'body', head: t('pair.body'), width: 200, wrap: true, cell: ({ body }) => say(body.names) },
      { id: 'changed', head: t('pair.changed'), width: 120, cell: ({ changedAt }) => <Day value={changedAt} /> },
      { id: 'joined', head: t('person.joined'), width: 130, cell: ({ joinedAt }) => <Day value={joinedAt} /> },
      {
        id: 'split',
        head: t('split.act'),
        width: 190,
        wrap: true,
        cell: (member) => <Split person={person} member={member} onSplit={onSplit} />,
      },
    ],
    [t, say, person, onSplit],
  );
}

interface SplitProps {
  readonly person: string;
  readonly member: GoldenMember;
  readonly onSplit: (pair: DuplicateDetail) => void;
}

function Split({ person, member, onSplit }: SplitProps) {
  const { t } = useWords('web-who');
  const [reason, setReason] = useState('');
  const [short, setShort] = useState(false);
  const split = useCommand(splitPerson, { refreshes: ['registers', 'work', 'audit'], onDone: onSplit });
  if (member.joinedBy !== null) return <To to={paths.duplicate(member.joinedBy)}>{t('split.joinedBy')}</To>;
  if (!member.maySplit) return <>–</>;
  const act = async () => {
    setShort(reason.trim().length < 3);
    if (reason.trim().length < 3) throw new Error('reason');
    await split.mutateAsync({ params: { person }, body: { record: member.record, reason: reason.trim() } });
  };
  return (
    <Confirm
      title={t('split.title')}
      words={
        <Stack>
          <p>{t('split.words')}</p>
          <Textarea
            label={t('act.reason')}
            required
            rows={3}
            maxLength={1000}
            value={reason}
            error={short && t('act.reasonMissing')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ProblemNotice error={split.error} />
        </Stack>
      }
      act={t('split.act')}
      onAct={act}
    >
      {(open) => (
        <Button size="compact-sm" variant="default" leftSection={<IconArrowsSplit2 size={15} />} onClick={open}>
          {t('split.act')}
        </Button>
      )}
    </Confirm>
  );
}
