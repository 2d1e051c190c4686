import pg from "pg";
import { BOUND_MS, until } from "./until.ts";
import { type Way, wayOf } from "./wishes/wish.ts";

/**
 * Gates in the database: a change of an intent's state, or the end of a job, passes freely unless another connection holds the lock of
 * just this change. Whoever then comes stands there, uncommitted, until the gate opens or the process is no more. The product knows
 * nothing of them.
 */
const CLASS = 4711;

export async function layGates(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(`
    CREATE FUNCTION intent_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_advisory_xact_lock_shared(${CLASS}, hashtext(NEW.purpose || ' by ' || NEW.kind || ' of ' || NEW."refType" || ' ' || OLD.state || '>' || NEW.state));
      RETURN NEW;
    END $$;
    CREATE TRIGGER intent_gate BEFORE UPDATE OF state ON "PspIntent" FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION intent_gate();
    CREATE FUNCTION job_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_advisory_xact_lock_shared(${CLASS}, hashtext('job ' || NEW.name));
      RETURN NEW;
    END $$;
    CREATE TRIGGER job_gate BEFORE UPDATE ON pgboss.job_common FOR EACH ROW WHEN (NEW.state = 'completed') EXECUTE FUNCTION job_gate();`);
  await client.end();
}

export const ofIntent = (of: Way, from: string, to: string) => `${wayOf(of)} ${from}>${to}`;
export const ofJob = (name: string) => `job ${name}`;

/** Closes these gates. */
export async function closeGates(ownerUrl: string, gates: readonly string[]) {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  for (const gate of gates) await client.query("SELECT pg_advisory_lock($1, hashtext($2))", [CLASS, gate]);
  const standing = async (gate: string) => {
    const { rows } = await client.query(
      "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objid = hashtext($2)::oid::bigint::oid AND NOT granted",
      [CLASS, gate],
    );
    return rows[0].n as number;
  };
  return {
    /** Somebody stands at one gate of each group. */
    arrived: (groups: readonly (readonly string[])[] = gates.map((gate) => [gate]), ms = BOUND_MS) =>
      until(async () => {
        const missing: string[] = [];
        for (const group of groups) {
          let found = 0;
          for (const gate of group) found += await standing(gate);
          if (found === 0) missing.push(group.join(" or "));
        }
        return missing.length === 0 || `nobody at ${missing.join(", ")}`;
      }, ms),
    standing,
    open: () => client.end(),
  };
}
