/** What is on the screen as a file: the same filters, the same time, the same limits of what one may see. */
import { Button, Menu } from '@mantine/core';
import { IconBraces, IconDownload, IconFileSpreadsheet, IconFileText, IconListDetails } from '@tabler/icons-react';
import { exportRecords } from '../../src/records/contract.ts';
import { fileAddress } from '../api.ts';
import { useWords } from '../i18n.ts';

type Question = NonNullable<Parameters<typeof fileAddress<typeof exportRecords>>[1]['query']>;

const formats = [
  ['xlsx', IconFileSpreadsheet],
  ['csv', IconFileText],
  ['ndjson', IconListDetails],
  ['json', IconBraces],
] as const;

interface ExportMenuProps {
  readonly register: string;
  readonly question: Question;
  /** Some rows are kept back by a quota: a file has all of them or is not given. */
  readonly isWithheld?: boolean;
}

export function ExportMenu({ register, question, isWithheld = false }: ExportMenuProps) {
  const { t } = useWords('web-registers');
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={17} />}>
          {t('export.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t(isWithheld ? 'export.withheld' : 'export.words')}</Menu.Label>
        {formats.map(([format, Icon]) => (
          <Menu.Item
            key={format}
            component="a"
            download
            disabled={isWithheld}
            href={fileAddress(exportRecords, { params: { register }, query: { ...question, format } })}
            leftSection={<Icon size={17} />}
          >
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
