/** The two calls of the sandbox: as curl, and made from the page itself. */

export interface SandboxCall {
  readonly origin: string;
  readonly register: string;
  readonly agreement: string;
  readonly key: readonly string[];
  readonly client: string;
  readonly secret: string;
  readonly language: string;
}

export interface Tried {
  readonly status: number;
  readonly milliseconds: number;
  readonly body: unknown;
}

const TOKEN = '/exchange/v1/token';
const lookupOf = (register: string) => `/exchange/v1/${register}/lookup`;
// Inside single quotes of a shell: the quote itself ends them.
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Two lines for a shell with curl and sed, as they are pasted. */
export function curlOf({ origin, register, agreement, key, client, secret }: SandboxCall): string {
  return [
    `TOKEN=$(curl -s ${origin}${TOKEN} \\`,
    `  -u ${quoted(`${client}:${secret}`)} \\`,
    `  -d grant_type=client_credentials -d ${quoted(`agreement=${agreement}`)} \\`,
    `  | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    '',
    `curl -i ${origin}${lookupOf(register)} \\`,
    `  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\`,
    `  -d ${quoted(JSON.stringify({ key }))}`,
  ].join('\n');
}

/** The same two calls from here. */
export async function tryInSandbox({
  register,
  agreement,
  key,
  client,
  secret,
  language,
}: SandboxCall): Promise<Tried> {
  const begun = performance.now();
  const headers = { accept: 'application/json', 'accept-language': language };
  const token = await fetch(TOKEN, {
    method: 'POST',
    credentials: 'omit',
    headers: { ...headers, authorization: `Basic ${btoa(`${client}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', agreement }),
  });
  const given = (await token.json()) as { access_token?: string };
  const answer = token.ok
    ? await fetch(lookupOf(register), {
        method: 'POST',
        credentials: 'omit',
        headers: {
          ...headers,
          authorization: `Bearer ${given.access_token ?? ''}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ key }),
      })
    : token;
  const body: unknown = token.ok ? await answer.json() : given;
  return { status: answer.status, milliseconds: Math.round(performance.now() - begun), body };
}
