import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `$HOMEWARD_DATA/demo.json` says: for the terminal, the simulator and the tests. Never outside a demo. */
export interface DemoWard {
  readonly url: string;
  readonly accounts: readonly { readonly role: string; readonly username: string; readonly password: string }[];
  readonly sources: readonly { readonly name: string; readonly key: string }[];
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  readonly patients: readonly {
    readonly nhsNumber: string;
    readonly name: string;
    readonly wardId: string;
    readonly bed: number;
    readonly pathway: string;
  }[];
}

export async function readDemoWard(data: string): Promise<DemoWard> {
  return JSON.parse(await readFile(join(data, 'demo.json'), 'utf8')) as DemoWard;
}
