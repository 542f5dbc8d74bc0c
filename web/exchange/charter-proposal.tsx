/** A charter that waits for its signatures: its text goes out to the guardians, and comes back signed. */
import { Button, FileButton, Textarea } from '@mantine/core';
import { useState } from 'react';
import { bringSignatures, withdrawCharter, type CharterView } from '../../src/exchange/nodes/charter-contract.ts';
import { useCommand } from '../api.ts';
import { useMay } from '../ui/may.ts';
import { Confirm } from '../ui/confirm.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Panel, Row, Stack } from '../ui/page.tsx';
import { Soft } from '../ui/values.tsx';
import { CharterFacts, Guardians } from './charter-page.tsx';
import { useNodeWords } from './nodes-words.tsx';

type Proposal = NonNullable<CharterView['proposal']>;
const refreshes = ['exchange'];

export function CharterProposal({
  proposal,
  last,
}: {
  readonly proposal: Proposal;
  readonly last: CharterView['charter'];
}) {
  const { t } = useNodeWords();
  const may = useMay(bringSignatures.permission);
  const { missing } = proposal;
  // Those of the charter in force sign too, also where they shall not be guardians any more.
  const before = last?.guardians.filter(({ key }) => proposal.guardians.every((one) => one.key !== key)) ?? [];
  return (
    <Panel title={t('charter.proposed')} note={t('charter.proposedNote', { by: proposal.by })}>
      <Stack>
        <CharterFacts terms={proposal} />
        <Guardians guardians={[...proposal.guardians, ...before]} signed={proposal.signed} />
        <Soft>
          {last
            ? t('charter.missingBoth', { old: missing.old, new: missing.new })
            : t('charter.missing', { new: missing.new })}
        </Soft>
        <Row>
          <Button
            component="a"
            variant="default"
            download={`charter-${String(proposal.version)}.note`}
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(proposal.note)}`}
          >
            {t('charter.export')}
          </Button>
          {may.allowed && <Withdraw />}
        </Row>
        {may.allowed && <Bring />}
      </Stack>
    </Panel>
  );
}

function Bring() {
  const { t } = useNodeWords();
  const [note, setNote] = useState('');
  const bring = useCommand(bringSignatures, { refreshes });
  return (
    <Stack>
      <Textarea
        label={t('charter.bring')}
        description={t('charter.bringHelp')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={3}
        maxRows={12}
        dir="ltr"
        autoComplete="off"
      />
      <Row>
        <FileButton onChange={(file) => void file?.text().then(setNote)}>
          {(props) => (
            <Button {...props} variant="default">
              {t('charter.file')}
            </Button>
          )}
        </FileButton>
        <Button
          disabled={note.trim() === ''}
          loading={bring.isPending}
          // What was pasted may have lost its last line end.
          onClick={() => bring.mutate({ body: { note: `${note.trimEnd()}\n` } }, { onSuccess: () => setNote('') })}
        >
          {t('charter.bringAct')}
        </Button>
      </Row>
      <ProblemNotice error={bring.error} />
    </Stack>
  );
}

function Withdraw() {
  const { t } = useNodeWords();
  const withdraw = useCommand(withdrawCharter, { refreshes });
  return (
    <Confirm
      title={t('charter.withdraw')}
      danger
      words={
        <>
          <p>{t('charter.withdrawWords')}</p>
          <ProblemNotice error={withdraw.error} />
        </>
      }
      act={t('charter.withdraw')}
      onAct={() => withdraw.mutateAsync({})}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {t('charter.withdraw')}
        </Button>
      )}
    </Confirm>
  );
}
