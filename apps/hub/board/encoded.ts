import { Encoder, type Packet } from 'socket.io-parser';

/** Something to be said whose JSON is there already: it came out of the record as text, or was written once for many. */
export class Encoded<Said> {
  /** Only for the compiler: what the JSON says. */
  declare readonly said?: Said;

  constructor(readonly json: string) {}
}

/** socket.io's own encoding, in which what is encoded already goes out as it is. */
export class SpeakingEncoder extends Encoder {
  override encode(packet: Packet): string[] {
    const payload: unknown[] = Array.isArray(packet.data) ? packet.data : [];
    const last = payload.at(-1);
    if (!(last instanceof Encoded)) return super.encode(packet) as string[];
    // Everything around it is socket.io's: the packet is encoded with a `null` in its place.
    const [around = ''] = super.encode({ ...packet, data: [...payload.slice(0, -1), null] }) as string[];
    return [`${around.slice(0, -'null]'.length)}${last.json}]`];
  }
}
