/** "Load the Excel I have": one question, one place to let the file go. */
import { Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { CatalogueEntry } from '../../src/exchange/contract.ts';
import { listMyWork } from '../../src/platform/work/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { useSession } from '../session.tsx';
import { FieldRow } from '../ui/form.tsx';
import { useView } from '../ui/hooks.ts';
import { Page, Panel, Stack } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { addressParts } from '../ui/to.tsx';
import { SendList } from './file-step.tsx';
import { remember } from './load-page.tsx';
import { useMyRegisters } from './my-registers.ts';

export function LoadMinePage() {
  const { t } = useWords('web-registers');
  const registers = useMyRegisters('registers.load');
  return (
    <Page title={t('web:menu.loadMine')} lead={t('load.mineLead')} width="reading">
      <Loaded query={registers} shape="card">
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('load.noRegister')}>{t('load.noRegisterWords')}</EmptyState>
          ) : (
            <Choose items={items} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Choose({ items }: { readonly items: readonly CatalogueEntry[] }) {
  const { t, say } = useWords('web-registers');
  const { me } = useSession();
  const navigate = useNavigate();
  const [view, show] = useView({ register: '' });
  const work = useEndpoint(listMyWork, { query: { state: 'open', limit: 20 } });
  const due = work.data?.items.find(({ subject }) => items.some(({ register }) => register === subject))?.subject;
  const register = view.register || due || (items[0]?.register ?? '');
  const chosen = items.find((item) => item.register === register);
  return (
    <Panel>
      <Stack>
        <FieldRow label={t('load.which')} htmlFor="register" help={chosen && say(chosen.definition)}>
          <Select
            id="register"
            value={register}
            onChange={(next) => next && show({ register: next })}
            data={items.map((item) => ({ value: item.register, label: say(item.names) }))}
          />
        </FieldRow>
        <SendList
          key={register}
          register={register}
          body={me?.body?.code ?? ''}
          onUploaded={(upload) => {
            remember(upload);
            void navigate(addressParts(withView(paths.load(upload.register), { upload: upload.upload })));
          }}
        />
      </Stack>
    </Panel>
  );
}
