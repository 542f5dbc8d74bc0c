/** On the first screen of whoever keeps a list: it is here already, and only so much is left to answer. */
import { Button } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { readBodyList } from '../../src/registers/body-list-contract.ts';
import { listMyWork } from '../../src/platform/work/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.tsx';
import { Panel } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import styles from './load.module.css';

export function ListOffer() {
  const { me } = useSession();
  const open = useEndpoint(listMyWork, { query: { state: 'open', limit: 20 } });
  const done = useEndpoint(listMyWork, { query: { state: 'done', limit: 20 } });
  const items = [...(open.data?.items ?? []), ...(done.data?.items ?? [])];
  // A round asks for the list of a register: its work leads to the load of it.
  const register = items.find(({ link }) => link.endsWith('/load'))?.subject ?? '';
  const body = me?.body?.code ?? '';
  return register && body ? <Offer register={register} body={body} /> : null;
}

function Offer({ register, body }: { readonly register: string; readonly body: string }) {
  const { t, say } = useWords('web-registers');
  const list = useEndpoint(readBodyList, { params: { register, body }, query: { brief: 'true' } });
  const counts = list.data?.counts;
  if (!list.data || !counts || counts.people === 0) return null;
  const differences = counts.joined + counts.left + counts.changed + counts.differs;
  return (
    <Panel title={t('bodyList.offer', { list: say(list.data.names) })}>
      <div className={styles.offer}>
        <p className={styles.for}>
          {t('bodyList.offerPeople', { count: counts.people })} {t('bodyList.offerDifferences', { count: differences })}
        </p>
        <Button component={To} plain to={paths.bodyList(register)} leftSection={<IconListCheck size={17} />}>
          {t('bodyList.openList')}
        </Button>
      </div>
    </Panel>
  );
}
