import { senderOf } from '#access';
import {
  explainIssues,
  MOST_READING_SETS,
  readingSet,
  type ProblemDetail,
  type ReadingResult,
  type StoredReading,
} from '#contracts';
import type { Sender } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { admitReading, type Admitted } from './admit-reading.ts';
import { Intake } from './intake.ts';

/** Some of an array was refused and the rest is stored. Source: RFC 4918, 207 Multi-Status. */
const MULTI_STATUS = 207;

@Controller('v1/observations')
export class ObservationController {
  constructor(@Inject(Intake) private readonly intake: Intake) {}

  /**
   * One reading set: 201 when it is durably stored, 200 when it was before, 422 naming each field that cannot be
   * accepted. An array of up to 1,000: each element is taken or refused by itself, `results` in the order sent; 201 when
   * all are new, 200 when none is, 207 when some were refused, 422 when all were.
   */
  @Post()
  async post(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const source = senderOf(request);
    if (Array.isArray(body)) {
      const { status, results } = await this.takeMany(body, source, request.id);
      request.refusedReadings = results.filter((result) => result.status === 422).length;
      void reply.status(status).send({ results });
    } else {
      const stored = await this.takeOne(body, source, request.id);
      void reply.status(stored.outcome === 'stored' ? 201 : 200).send(stored);
    }
  }

  private async takeOne(document: unknown, source: Sender, traceId: string): Promise<StoredReading> {
    const checked = check(document, source, '');
    if ('refused' in checked) {
      throw new Refusal('invalid-document', sentence(checked.refused), { errors: checked.refused });
    }
    const [stored] = await this.intake.store([checked], traceId);
    if (!stored) throw new Error('a reading went in and no answer came out');
    return stored;
  }

  private async takeMany(
    documents: readonly unknown[],
    source: Sender,
    traceId: string,
  ): Promise<{ status: number; results: ReadingResult[] }> {
    if (documents.length === 0) {
      const detail = 'The array is empty: send at least one reading set.';
      throw new Refusal('invalid-document', detail, { errors: [{ pointer: '', field: 'document', detail }] });
    }
    if (documents.length > MOST_READING_SETS) {
      throw new Refusal(
        'too-many-readings',
        `${documents.length} reading sets were sent; at most ${MOST_READING_SETS} are accepted in one request. Nothing was stored.`,
      );
    }
    const checked = documents.map((document, i) => check(document, source, `/${i}`));
    const admitted = checked.filter((one): one is Admitted => !('refused' in one));
    const stored = (admitted.length === 0 ? [] : await this.intake.store(admitted, traceId)).values();
    const results = checked.map((one): ReadingResult => {
      if ('refused' in one) return { status: 422, errors: one.refused };
      const { value } = stored.next();
      if (!value) throw new Error('a reading went in and no answer came out');
      return { status: value.outcome === 'stored' ? 201 : 200, ...value };
    });
    return { status: statusOfAll(results), results };
  }
}

function statusOfAll(results: readonly ReadingResult[]): number {
  const refused = results.filter((result) => result.status === 422).length;
  if (refused === results.length) return 422;
  if (refused > 0) return MULTI_STATUS;
  return results.some((result) => result.status === 201) ? 201 : 200;
}

function check(document: unknown, source: Sender, prefix: string): Admitted | { refused: ProblemDetail[] } {
  const read = readingSet.safeParse(document);
  if (!read.success) return { refused: explainIssues(read.error.issues, document, prefix) };
  const admitted = admitReading(read.data, { source, now: clock.now().getTime() });
  if (!('refused' in admitted)) return admitted;
  return { refused: admitted.refused.map((error) => ({ ...error, pointer: `${prefix}${error.pointer}` })) };
}

const sentence = (errors: readonly ProblemDetail[]): string => `${errors.map((error) => error.detail).join('. ')}.`;
