import { openSealed, personOf, whoseProof } from '#access';
import { LONGEST_PHOTO_EDGE, photoSent, sealedPhoto, type Photo, type PhotoSent, type Photos } from '#contracts';
import { appendAudit, Database, keepPhoto, photosOfStay, pictureOf } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { admissionId, noSuchPatient } from '../admissions/admission-id.ts';
import { ofField, refuseFields } from '../of-field.ts';
import { bareJpeg } from './bare-jpeg.ts';

const noSuchResident = (): Refusal =>
  new Refusal('not-found', 'There is no such resident of your home on the virtual ward now.');
const noSuchPhoto = (): Refusal => new Refusal('not-found', 'There is no such photo of this patient.');
const photoId = new ParseUUIDPipe({ exceptionFactory: noSuchPhoto });

/** Photos of a wound or a device: a home sends them, and the hub's people see them. */
@Controller('api')
export class PhotosController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Stored once, with nothing in it but the picture. 201 the first time, 200 when it is sent again. */
  @Post('homes/:id/photos')
  async send(
    @Param('id') homeId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Photo> {
    const account = personOf(request);
    if (account.careHome?.id !== homeId) throw noSuchResident();
    const { sent, carer } = await this.opened(homeId, body);
    const picture = bareJpeg(Buffer.from(sent.jpeg, 'base64'));
    if (picture === null) throw ofField('jpeg', 'this is no JPEG, whatever it is called: expected a photo as JPEG');
    if (Math.max(picture.width, picture.height) > LONGEST_PHOTO_EDGE)
      throw ofField('jpeg', `expected at most ${LONGEST_PHOTO_EDGE} pixels on the longer edge`);
    const outcome = await keepPhoto(this.database, {
      careHomeId: homeId,
      sent,
      picture,
      actor: account,
      carer,
      now: clock.now(),
    });
    switch (outcome.kind) {
      case 'no-such-resident':
        throw noSuchResident();
      case 'another':
        throw new Refusal('stale', 'Under this id there is another photo. Nothing was stored: take it again.');
      case 'stored':
      case 'stored-before':
        reply.code(outcome.kind === 'stored' ? 201 : 200);
        return outcome.photo;
    }
  }

  /** What a shared tablet sealed, with the carer whose PIN was right there; a proof that is nobody's loses no photo. */
  private async opened(
    homeId: string,
    body: unknown,
  ): Promise<{ sent: PhotoSent; carer: { id: string; name: string } | null }> {
    const sealed = sealedPhoto.safeParse(body);
    if (!sealed.success) return { sent: readPhoto(body), carer: null };
    const opened = await openSealed(this.database, { careHomeId: homeId, sealed: sealed.data.sealed });
    if (!opened) throw ofField('sealed', 'this was not sealed on a tablet of this home');
    const sent = readPhoto(opened.content);
    const { proof } = opened;
    const at = new Date(sent.takenAt);
    const carer = proof === null ? null : await whoseProof(this.database, { careHomeId: homeId, proof, at });
    return { sent, carer };
  }

  @Get('admissions/:id/photos')
  async list(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<Photos> {
    const person = personOf(request);
    const found = await photosOfStay(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!found) throw noSuchPatient();
    const actor = { kind: 'person', id: person.id } as const;
    await appendAudit(this.database, [{ act: 'viewed-photos', actor, ward: found.wardId, admissions: [id] }]);
    return { photos: found.photos };
  }

  /** The picture, shown and never kept: told before it is answered. */
  @Get('admissions/:id/photos/:photoId')
  async picture(
    @Param('id', admissionId) id: string,
    @Param('photoId', photoId) photo: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const person = personOf(request);
    const found = await pictureOf(this.database, { photoId: photo, admissionId: id, wardIds: person.wardIds });
    if (!found) throw noSuchPhoto();
    const actor = { kind: 'person', id: person.id } as const;
    await appendAudit(this.database, [
      { act: 'viewed-photo', actor, ward: found.wardId, admissions: [id], details: { photo } },
    ]);
    await reply
      .header('content-type', 'image/jpeg')
      .header('content-disposition', 'inline; filename="photo.jpg"')
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'no-store')
      .send(found.jpeg);
  }
}

function readPhoto(said: unknown): PhotoSent {
  const read = photoSent.safeParse(said);
  if (!read.success) throw refuseFields(read.error.issues);
  return read.data;
}
