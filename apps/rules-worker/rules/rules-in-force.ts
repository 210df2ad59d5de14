import { DEFAULT_RULE_SET, readRuleSet, type RuleSet } from '#clinical';
import { installRuleSet, ruleSetInForce, type Database } from '#records';
import type { Logger } from '#runtime';

/**
 * The rule set that this worker judges by: the newest stored document. A stored document that this version of the code
 * refuses is not followed: what was in force before stays, and the log says where it is wrong.
 */
export class RulesInForce {
  private ruleSet: RuleSet = DEFAULT_RULE_SET;
  private seq: number | null = null;

  constructor(
    private readonly database: Database,
    private readonly log: Logger,
  ) {}

  get current(): RuleSet {
    return this.ruleSet;
  }

  /** Stores the shipped rules where none are stored yet, or where older shipped ones are, and reads what is in force. */
  async open(now: Date): Promise<void> {
    const { document } = DEFAULT_RULE_SET;
    const stored = await ruleSetInForce(this.database);
    if (!stored || (isShipped(stored.document) && !isSame(stored.document))) {
      await installRuleSet(this.database, { document, approver: 'shipped with Homeward: not yet approved here', now });
    }
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const stored = await ruleSetInForce(this.database);
    if (!stored || stored.seq === this.seq) return;
    this.seq = stored.seq;
    const read = readRuleSet(stored.document);
    if (read.kind === 'refused') {
      this.log.error(
        { seq: stored.seq, refusals: read.refusals, stays: this.ruleSet.version },
        'the stored rules are refused',
      );
      return;
    }
    this.ruleSet = read.ruleSet;
    this.log.info({ seq: stored.seq, version: read.ruleSet.version }, 'rules in force');
  }
}

function isShipped(document: unknown): boolean {
  return field(document, 'id') === DEFAULT_RULE_SET.id;
}

function isSame(document: unknown): boolean {
  return field(document, 'version') === DEFAULT_RULE_SET.version;
}

function field(document: unknown, name: string): unknown {
  return typeof document === 'object' && document !== null ? Reflect.get(document, name) : undefined;
}
