/** Downloads in the field's open formats, behind one button. */
import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useWords } from '../i18n.ts';

interface ExportMenuProps {
  readonly files: readonly { readonly format: string; readonly href: string }[];
}

/** Names of standards are the same in every language. */
const NAMES: Readonly<Record<string, string>> = {
  openapi: 'OpenAPI 3.1',
  'table-schema': 'Table Schema',
  shacl: 'SHACL',
  context: 'JSON-LD context',
  dcat: 'DCAT-AP 3',
  odcs: 'ODCS 3.1',
  ddl: 'SQL',
  'json-schema': 'JSON Schema 2020-12',
  typescript: 'TypeScript',
  turtle: 'SKOS (Turtle)',
  'json-ld': 'SKOS (JSON-LD)',
  csv: 'CSV',
  yaml: 'YAML',
  sssom: 'SSSOM',
};

export function ExportMenu({ files }: ExportMenuProps) {
  const { t } = useWords();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={17} />}>
          {t('web:dictionary.exports')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map(({ format, href }) => (
          <Menu.Item key={format} component="a" href={href} download>
            {NAMES[format] ?? format}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
