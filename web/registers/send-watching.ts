/** Sends like `fetch`, and tells how much has gone out: on a slow link a big file takes minutes. */
import type { Send } from '../../src/platform/http/call.ts';

/** @param onShare 0–1 */
export function sendWatching(onShare: (share: number) => void): Send {
  return (url, init) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(init.method ?? 'POST', url);
      request.responseType = 'blob';
      for (const [name, value] of new Headers(init.headers)) request.setRequestHeader(name, value);
      request.upload.addEventListener('progress', (event) => {
        if (event.lengthComputable) onShare(event.loaded / event.total);
      });
      request.addEventListener('load', () => {
        const type = request.getResponseHeader('content-type') ?? '';
        resolve(new Response(request.response as Blob, { status: request.status, headers: { 'content-type': type } }));
      });
      request.addEventListener('error', () => reject(new TypeError('the network failed')));
      request.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
      init.signal?.addEventListener('abort', () => request.abort());
      request.send(init.body as XMLHttpRequestBodyInit);
    });
}
