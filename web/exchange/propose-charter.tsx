/** The next charter: who its guardians are, how many must sign, for how long, with which keys of the root. */
import { Button, Checkbox, NumberInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { proposeCharter, type CharterView } from '../../src/exchange/nodes/charter-contract.ts';
import { useCommand } from '../api.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Panel, Row, Stack } from '../ui/page.tsx';
import { useNodeWords } from './nodes-words.tsx';

const YEAR_DAYS = 365;

export function ProposeCharter({ view }: { readonly view: CharterView }) {
  const { t } = useNodeWords();
  const [guardians, setGuardians] = useState(view.charter?.guardians.map(({ key }) => key).join('\n') ?? '');
  const [threshold, setThreshold] = useState(view.charter?.threshold ?? 2);
  const [days, setDays] = useState(YEAR_DAYS);
  const [newKey, setNewKey] = useState(false);
  const [drop, setDrop] = useState<string[]>([]);
  const propose = useCommand(proposeCharter, { refreshes: ['exchange'] });
  const keys = guardians.split('\n').flatMap((line) => line.trim() || []);
  return (
    <Panel title={t(view.charter ? 'charter.proposeNext' : 'charter.proposeFirst')} note={t('charter.proposeNote')}>
      <Stack>
        <Textarea
          label={t('charter.guardianKeys')}
          description={t('charter.guardianKeysHelp')}
          value={guardians}
          onChange={(event) => setGuardians(event.currentTarget.value)}
          autosize
          minRows={3}
          dir="ltr"
          autoComplete="off"
        />
        <Row>
          <NumberInput
            label={t('charter.threshold')}
            value={threshold}
            min={2}
            max={15}
            onChange={(value) => setThreshold(Number(value))}
          />
          <NumberInput
            label={t('charter.days')}
            value={days}
            min={1}
            max={366}
            onChange={(value) => setDays(Number(value))}
          />
        </Row>
        <Checkbox
          label={t('charter.newKey')}
          description={t('charter.newKeyHelp')}
          checked={newKey}
          onChange={(event) => setNewKey(event.currentTarget.checked)}
        />
        <Checkbox.Group label={t('charter.drop')} value={drop} onChange={setDrop}>
          <Row>
            {view.rootKeys.map((key) => (
              <Checkbox key={key} value={key} label={key} />
            ))}
          </Row>
        </Checkbox.Group>
        <Row>
          <Button
            disabled={keys.length === 0}
            loading={propose.isPending}
            onClick={() => propose.mutate({ body: { guardians: keys, threshold, days, newKey, drop } })}
          >
            {t('charter.propose')}
          </Button>
        </Row>
        <ProblemNotice error={propose.error} />
      </Stack>
    </Panel>
  );
}
