import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { tooManyTries } from '../sign-in/too-many-tries.ts';

/** How often something may be tried, by whatever it is counted. Kept by each hub by itself, and forgotten when it ends. */
export class Tries {
  private readonly limiter: RateLimiterMemory;

  constructor(
    { most, withinSeconds }: { most: number; withinSeconds: number },
    /** In whoever's words who is refused. */
    private readonly words: string,
  ) {
    this.limiter = new RateLimiterMemory({ points: most, duration: withinSeconds });
  }

  /** Counts one more; refuses the one that is too many, and says when to come again. */
  async count(key: string): Promise<void> {
    try {
      await this.limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw tooManyTries(this.words, new Date(refused.msBeforeNext), new Date(0));
    }
  }
}

/** Who is behind a request: what the front door saw, where this is reached through one; a stranger's own word counts for nothing. */
export function addressOf(request: FastifyRequest): string {
  const { ip } = request;
  if (!/^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|^(::1|f[cd][\da-f]{2}:)/i.test(ip)) return ip;
  const told = [request.headers['x-forwarded-for'] ?? []].flat().join(',');
  return told.split(',').at(-1)?.trim() || ip;
}
