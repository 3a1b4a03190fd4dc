import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sizeLimitHint, intermediaryMessage } from './intermediary.js';

const NGINX_413 = `<html>
<head><title>413 Request Entity Too Large</title></head>
<body>
<center><h1>413 Request Entity Too Large</h1></center>
<hr><center>nginx/1.22.1</center>
</body>
</html>`;

describe('an upload that a proxy finds too large', () => {
  test('names the proxy and its setting, by the header or by the page', () => {
    const words =
      'A server in front of Sealcast (nginx) refuses uploads of this size. Whoever runs it can raise client_max_body_size.';
    assert.equal(intermediaryMessage(413, NGINX_413, 'nginx/1.22.1'), words);
    assert.equal(intermediaryMessage(413, NGINX_413, null), words);
    assert.equal(intermediaryMessage(413, '', 'openresty'), words);
  });

  test('names other products that identify themselves', () => {
    assert.match(
      intermediaryMessage(413, '<address>Apache/2.4.62 (Debian) Server</address>'),
      /\(Apache\).*LimitRequestBody\.$/,
    );
    assert.match(intermediaryMessage(413, '', 'Caddy'), /\(Caddy\).*max_size of request_body\.$/);
    assert.match(
      intermediaryMessage(413, '<center>cloudflare-nginx</center>', 'cloudflare'),
      /\(Cloudflare\).*its plan\.$/,
    );
  });

  test('names the usual settings where the proxy is unknown', () => {
    const words = intermediaryMessage(413, '<h1>Too large</h1>', 'gateway');
    assert.match(words, /^A server in front of Sealcast refuses uploads/);
    assert.match(words, /client_max_body_size.*LimitRequestBody/);
  });
});

test('a proxy says whether Sealcast is unreachable or slow', () => {
  assert.match(intermediaryMessage(502, '', 'nginx'), /\(nginx\) can't reach Sealcast/);
  assert.match(intermediaryMessage(503, '', 'nginx'), /can't reach Sealcast/);
  assert.match(intermediaryMessage(504, '<html/>', null), /^A server in front of Sealcast waited too long/);
  assert.match(intermediaryMessage(521, '', 'cloudflare'), /\(Cloudflare\) can't reach Sealcast/);
  assert.match(intermediaryMessage(524, '', 'cloudflare'), /\(Cloudflare\) waited too long/);
});

test('another status has no message of a proxy', () => {
  assert.equal(intermediaryMessage(500, NGINX_413, 'nginx'), undefined);
});

test('a size limit is hinted at only where it can be the reason', () => {
  assert.match(sizeLimitHint(2_000_000, 50_000_000), /client_max_body_size/);
  assert.match(sizeLimitHint(0, 50_000_000), /client_max_body_size/);
  assert.equal(sizeLimitHint(500_000, 900_000), '');
  assert.equal(sizeLimitHint(40_000_000, 50_000_000), '');
});
