import { z } from "zod";
import { line } from "#app/form.ts";

/** What a creator signs who delivers with less than was pledged. */
export const DecisionForm = z.object({ text: line(2000, 40), signature: line(40, 2) });
export type DecisionForm = z.output<typeof DecisionForm>;
