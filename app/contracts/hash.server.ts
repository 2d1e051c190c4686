import { createHash } from "node:crypto";
import { type ContractBody, canonical } from "#app/contracts/contract.ts";

/** What a signature is given to: the hash of a version's canonical text. */
export const hashOf = (body: ContractBody) => createHash("sha256").update(canonical(body)).digest("hex");
