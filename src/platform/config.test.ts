import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

test('an empty environment gives a node for this machine only', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    profile: undefined,
    noColor: false,
    language: undefined,
    proxies: [],
    origin: undefined,
  });
});

test('settings are read', () => {
  const env = { ARTERY_PORT: '9000', ARTERY_ORIGIN: 'https://data.example/', ARTERY_PROXIES: '10.0.0.1, 10.0.0.2' };
  expect(readConfig(env)).toMatchObject({
    port: 9000,
    origin: 'https://data.example',
    proxies: ['10.0.0.1', '10.0.0.2'],
  });
});

test.each([
  [{ LANG: 'vi_VN.UTF-8' }, 'vi'],
  [{ LANG: 'vi_VN.UTF-8', LC_ALL: 'ar' }, 'ar'],
  [{ LANG: 'vi_VN', LC_ALL: 'C.UTF-8' }, undefined],
  [{ LANG: 'POSIX' }, undefined],
])('the locale %j speaks %s', (env, language) => expect(readConfig(env).language).toBe(language));

test.each([
  ['ARTERY_PORT', 'eighty'],
  ['ARTERY_PORT', '99999'],
  ['ARTERY_ORIGIN', 'data.example'],
  ['ARTERY_ORIGIN', 'ftp://data.example'],
  ['ARTERY_ORIGIN', 'https://data.example/path'],
  ['ARTERY_LOG', 'loud'],
])('%s=%s is refused by name', (name, value) => {
  const read = () => readConfig({ [name]: value });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(name);
});
