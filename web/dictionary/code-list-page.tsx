/** A code list as of any day: the tree of that day, what a code meant then, and what became of it. */
import { Button, Checkbox } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { codeListFormats, getCodeListExport } from '../../src/dictionary/contract.ts';
import { fileAddress } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { today } from '../ui/format.ts';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { Panel, Stack } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { EmptyState } from '../ui/states.tsx';
import { addressParts, To } from '../ui/to.tsx';
import { CodeListFrame, useCodeLists } from './code-list-tabs.tsx';
import { CodeMeaning } from './code-meaning.tsx';
import { CodeOverTime } from './code-over-time.tsx';
import { CodeHits, CodeTree } from './code-tree.tsx';
import { EditionSteps } from './edition-steps.tsx';
import { ExportMenu } from './export-menu.tsx';
import { ProposeButton } from './proposals/propose-button.tsx';
import styles from './dictionary.module.css';

export function CodeListPage() {
  const { t, say } = useWords('web-codes');
  const list = useAddressPart('list');
  const [view, show] = useView({ on: today(new Date()), code: '', q: '', former: '' });
  const found = useCodeLists().find(({ code }) => code === list);
  const navigate = useNavigate();
  const pick = useCallback((code: string) => show({ code }), [show]);
  const onDay = useCallback((on: string) => show({ on }), [show]);
  const elsewhere = (other: string, code: string) =>
    void navigate(addressParts(withView(paths.codeList(other), { code, on: view.on })));
  const shown = { list, on: view.on, former: view.former !== '', selected: view.code, onPick: pick };
  return (
    <CodeListFrame
      list={list}
      current={paths.codeList(list)}
      actions={
        <>
          <ExportMenu
            files={codeListFormats.map((format) => ({
              format,
              href: fileAddress(getCodeListExport, {
                params: { list, format },
                query: format === 'csv' ? { on: view.on } : {},
              }),
            }))}
          />
          {found?.kind === 'imported' && (
            <Button
              component={To}
              to={paths.importCodes(list)}
              variant="default"
              plain
              leftSection={<IconUpload size={17} />}
            >
              {t('web:codeImport.open')}
            </Button>
          )}
          {found && <ProposeButton kind="code-list" of={list} name={say(found.names)} />}
        </>
      }
    >
      <div className={styles.treeAndPage}>
        <Panel>
          <div className={styles.treeTools}>
            <EditionSteps list={list} on={view.on} onDay={onDay} />
            <SearchField label={t('web:codeList.search')} value={view.q} onChange={(q) => show({ q })} width="100%" />
            <Checkbox
              label={t('web-codes:tree.former')}
              checked={view.former !== ''}
              onChange={(event) => show({ former: event.currentTarget.checked ? '1' : '' })}
            />
          </div>
          {view.q === '' ? (
            <CodeTree {...shown} above={found?.parentList} onElsewhere={elsewhere} />
          ) : (
            <CodeHits {...shown} q={view.q} />
          )}
        </Panel>
        {view.code === '' ? (
          <Panel>
            <EmptyState title={t('web:codeList.choose')}>{t('web:codeList.chooseWords')}</EmptyState>
          </Panel>
        ) : (
          <Stack>
            <CodeMeaning list={list} code={view.code} on={view.on} onDay={onDay} />
            <CodeOverTime list={list} code={view.code} from={view.on} onFrom={onDay} />
          </Stack>
        )}
      </div>
    </CodeListFrame>
  );
}
