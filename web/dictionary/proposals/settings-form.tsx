/** The form of the settings: how the dictionary reads what people write. The edition is the release's own. */
import type { Attribute } from '../attributes.ts';
import { useDictionaryWords } from '../attribute-words.tsx';
import { AttributesPanel } from './attributes-panel.tsx';
import type { FormProps } from './entry-form.ts';

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

export function SettingsForm(form: FormProps) {
  const { t } = useDictionaryWords();
  return <AttributesPanel title={t('editor.settings')} attributes={settings} {...form} />;
}
