/** In whose layout the file is: the register's own columns, or those of a local system that has a mapping. */
import { Select } from '@mantine/core';
import type { UploadView } from '../../src/registers/contract.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { FieldRow } from '../ui/form.tsx';
import { Panel } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';

interface LayoutChoiceProps {
  readonly upload: UploadView;
  /** Code of a mapping; '' for the register's own columns. */
  readonly onChoose: (mapping: string) => void;
}

export function LayoutChoice({ upload, onChoose }: LayoutChoiceProps) {
  const { t, say } = useWords('web-registers');
  const { mappings, mapping } = upload;
  if (mappings.length === 0) return null;
  return (
    <Panel>
      <FieldRow label={t('match.layout')} htmlFor="layout" help={t('match.layoutWords')}>
        <Select
          id="layout"
          w={420}
          maw="100%"
          allowDeselect={false}
          value={mapping?.code ?? ''}
          data={[
            { value: '', label: t('match.ownLayout') },
            ...mappings.map(({ code, names }) => ({ value: code, label: `${say(names)} (${code})` })),
          ]}
          onChange={(code) => code !== null && onChoose(code)}
        />
        {mapping && <To to={paths.mapping(mapping.code)}>{t('match.openMapping')}</To>}
      </FieldRow>
    </Panel>
  );
}
