/** Begins to receive a feed: the provider's node, the agreement, the purpose and the body that consumes are chosen, not typed. */
import { Autocomplete, Button, Select } from '@mantine/core';
import { useState } from 'react';
import { listNodes } from '../../src/exchange/nodes/nodes-contract.ts';
import { subscribe } from '../../src/exchange/feeds/contract.ts';
import { listAgreements, listPurposes } from '../../src/governance/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { BodySelect } from '../records/body-select.tsx';
import { useMay } from '../ui/may.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Panel, Row, Stack } from '../ui/page.tsx';
import { Soft } from '../ui/values.tsx';
import { useFeedWords } from './feeds-words.ts';
import { useNodeName } from './nodes-words.tsx';

const refreshes = ['exchange'];
const NOTHING = { origin: '', agreement: '', purpose: '', consumer: '' };

export function BeginFeed() {
  const may = useMay(subscribe.permission);
  return may.allowed ? <BeginForm /> : null;
}

function BeginForm() {
  const { t, say } = useFeedWords();
  const nameOf = useNodeName();
  const begin = useCommand(subscribe, { refreshes });
  const [given, setGiven] = useState(NOTHING);
  const nodes = useEndpoint(listNodes, {});
  const purposes = useEndpoint(listPurposes, {});
  const agreements = useEndpoint(listAgreements, { query: {} });
  const put = (field: keyof typeof given) => (value: string | null) => setGiven({ ...given, [field]: value ?? '' });
  const others = (nodes.data?.nodes ?? []).filter(({ isOwn, state }) => !isOwn && state === 'approved');
  const feeds = (agreements.data?.items ?? []).filter(({ mode }) => mode === 'feed').map(({ code }) => code);
  return (
    <Panel title={t('begin')}>
      <Stack>
        <Soft>{t('beginWords')}</Soft>
        <Select
          label={t('node')}
          searchable
          required
          value={given.origin || null}
          onChange={put('origin')}
          data={others.map((node) => ({ value: node.name, label: `${nameOf(node)} (${node.name})` }))}
        />
        <Autocomplete
          label={t('agreement')}
          description={t('agreementWords')}
          required
          value={given.agreement}
          onChange={put('agreement')}
          data={[...new Set(feeds)]}
          dir="ltr"
        />
        <Select
          label={t('purpose')}
          required
          value={given.purpose || null}
          onChange={put('purpose')}
          data={(purposes.data?.purposes ?? []).map(({ code, names }) => ({ value: code, label: say(names) }))}
        />
        <BodySelect label={t('consumer')} value={given.consumer} onChange={put('consumer')} />
        <ProblemNotice error={begin.error} />
        <Row>
          <Button
            loading={begin.isPending}
            disabled={Object.values(given).some((value) => value.trim() === '')}
            onClick={() => begin.mutate({ body: given }, { onSuccess: () => setGiven(NOTHING) })}
          >
            {t('send')}
          </Button>
        </Row>
      </Stack>
    </Panel>
  );
}
