import { describe, expect, it } from '@jest/globals';
import { clientCertificates } from './client-certificates.ts';

const certificateOf = clientCertificates({
  header: 'x-client-cert',
  trustedProxies: ['10.1.0.0/16', '192.0.2.7', '2001:db8::/32'],
});
const from = (remoteAddress: string, ...named: string[]) =>
  ({ socket: { remoteAddress }, raw: { headersDistinct: { 'x-client-cert': named } } }) as never;

describe('a client certificate', () => {
  it.each(['10.1.200.3', '192.0.2.7', '::ffff:192.0.2.7', '2001:db8:1::5'])('is believed from %s', (address) => {
    expect(certificateOf(from(address, 'CN=gateway, O=Acme'))).toBe('CN=gateway, O=Acme');
  });

  it.each(['10.2.0.1', '192.0.2.8', '::1', '127.0.0.1', '', 'unknown'])('means nothing from %s', (address) => {
    expect(certificateOf(from(address, 'CN=gateway, O=Acme'))).toBeNull();
  });

  it('means nothing when it is named twice, or not at all, or nobody is trusted to', () => {
    expect(certificateOf(from('192.0.2.7', 'CN=gateway', 'CN=gateway'))).toBeNull();
    expect(certificateOf(from('192.0.2.7'))).toBeNull();
    expect(clientCertificates(null)(from('192.0.2.7', 'CN=gateway'))).toBeNull();
  });
});
