/** Words and signs of webhooks. */
import type { Delivery, WebhookLine } from '../../src/exchange/webhooks/webhook-contract.ts';
import { useWords, type Words } from '../i18n.ts';
import { State, Tag, type Tone } from '../ui/verdict.tsx';

export const useWebhookWords = (): Words => useWords('web-webhooks');

const states: Readonly<Record<WebhookLine['state'], Tone>> = {
  waiting: 'warn',
  active: 'good',
  failing: 'warn',
  stopped: 'quiet',
  disabled: 'bad',
};

export function WebhookState({ state }: { readonly state: WebhookLine['state'] }) {
  const { t } = useWebhookWords();
  return <State tone={states[state]}>{t(`states.${state}`)}</State>;
}

const deliveries: Readonly<Record<Delivery['state'], Tone>> = { waiting: 'warn', delivered: 'good', failed: 'bad' };

export function DeliveryState({ state }: { readonly state: Delivery['state'] }) {
  const { t } = useWebhookWords();
  return <State tone={deliveries[state]}>{t(`delivery.${state}`)}</State>;
}

/** Kinds have dots, which keys of the catalogues cannot. */
export function EventTag({ kind }: { readonly kind: string }) {
  const { t } = useWebhookWords();
  return <Tag>{t(`kinds.${kind.replace('.', '-')}`)}</Tag>;
}
