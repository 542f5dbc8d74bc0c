/** The form of the settings: how the dictionary reads what people write. The edition is the release's own. */
import { Panel } from '../../ui/page.tsx';
import type { Attribute } from '../attributes.ts';
import { useDictionaryWords } from '../attribute-words.tsx';
import { AttributeField } from './attribute-field.tsx';
import { withAttribute } from './draft.ts';
import type { FormProps } from './entry-form.ts';
import styles from './editor.module.css';

const at = (name: string, kind: Attribute['kind'], choices?: readonly string[]): Attribute => ({
  name,
  kind,
  part: 'technical',
  ...(choices && { choices }),
});

const settings: readonly Attribute[] = [
  at('dateOrder', 'choice', ['dmy', 'mdy', 'ymd']),
  at('decimalMark', 'choice', [',', '.']),
  at('yes', 'words'),
  at('no', 'words'),
  at('nothing', 'words'),
  at('skipColumns', 'words'),
  at('pointerWords', 'words-by-language'),
];

export function SettingsForm({ entry, findings, checking, onChange }: FormProps) {
  const { t } = useDictionaryWords();
  return (
    <Panel title={t('editor.settings')}>
      <div className={styles.form}>
        {settings.map((attribute) => (
          <AttributeField
            key={attribute.name}
            {...{ attribute, entry, findings, checking }}
            onChange={(value) => onChange(withAttribute(entry, attribute.name, value))}
          />
        ))}
      </div>
    </Panel>
  );
}
