/** Downloads in the field's open formats, behind one button. */
import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useWords } from '../i18n.ts';

interface ExportFile {
  readonly format: string;
  readonly href: string;
  /** What is no standard, in words. */
  readonly label?: string;
}

interface ExportMenuProps {
  readonly files: readonly ExportFile[];
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
  skos: 'SKOS',
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
        {files.map(({ format, href, label }) => (
          <Menu.Item key={format} component="a" href={href} download>
            {label ?? NAMES[format] ?? format}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
