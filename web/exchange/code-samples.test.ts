import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notations, sampleOf } from './code-samples.ts';

const run = promisify(execFile);
const heard: { url: string | undefined; authorization: string | undefined }[] = [];
const server = createServer((request, response) => {
  heard.push({ url: request.url, authorization: request.headers.authorization });
  response.setHeader('content-type', 'application/json').end('{"items":[]}');
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/registers/members/records?where=name%3D%24x&limit=3`;
});
afterAll(() => void server.close());

const env = { ...process.env, ARTERY_KEY: 'ak_test' };

describe('a sample', () => {
  it('holds address and key in every notation', () => {
    for (const notation of notations) {
      expect(sampleOf(notation, 'https://a.example/api/x?y=1')).toContain('https://a.example/api/x?y=1');
      expect(sampleOf(notation, 'https://a.example/api/x')).toContain('ARTERY_KEY');
    }
  });

  it.each([
    ['curl', () => run('bash', ['-c', sampleOf('curl', url)], { env })],
    ['javascript', () => run('node', ['--input-type=module', '-e', sampleOf('javascript', url)], { env })],
    ['python', () => run('python3', ['-c', sampleOf('python', url)], { env })],
  ])('runs as it stands: %s', async (_name, start) => {
    heard.length = 0;
    const { stdout } = await start();
    expect(stdout).toContain('items');
    expect(heard).toEqual([{ url: new URL(url).pathname + new URL(url).search, authorization: 'Bearer ak_test' }]);
  });

  it('cannot be broken out of by an address', () => {
    for (const notation of notations) {
      expect(sampleOf(notation, 'https://a.example/"+evil()+"')).not.toContain('/"+evil()');
    }
  });
});
