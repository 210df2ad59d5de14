import type { Settings } from '#runtime';
import type { FastifyRequest } from 'fastify';
import { BlockList, isIP } from 'node:net';

/**
 * Reads the client certificate of a request from the header in which the front door names it. The connection itself has
 * to come from a front door that the settings trust: whoever reaches us by another way could write any header.
 */
export function clientCertificates(
  settings: Settings['clientCertificate'],
): (request: Pick<FastifyRequest, 'raw' | 'socket'>) => string | null {
  if (settings === null) return () => null;
  const trusted = new BlockList();
  for (const proxy of settings.trustedProxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(prefix), family);
  }
  return ({ raw, socket }) => {
    const from = socket.remoteAddress ?? '';
    if (isIP(from) === 0 || !trusted.check(from, isIP(from) === 6 ? 'ipv6' : 'ipv4')) return null;
    // Twice means that somebody before the front door sent one, too, and that it was let through.
    const [named, ...more] = raw.headersDistinct[settings.header] ?? [];
    return named === undefined || more.length > 0 ? null : named;
  };
}
