import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { checkbox, fieldName, formObject, line, parseForm, say, typedValues, whole, yuan } from "#app/form.ts";

const form = (...pairs: [string, string][]) => {
  const data = new FormData();
  for (const [name, value] of pairs) data.append(name, value);
  return data;
};

test("names nest, lists close up, text is trimmed", () => {
  expect(
    formObject(
      form(
        ["title", "  软件 "],
        ["note", "一\r\n二"],
        ["stages[0].title", "甲"],
        ["stages[2].title", "丙"],
        ["files[]", "a"],
        ["files[]", ""],
        ["files[]", "b"],
      ),
    ),
  ).toEqual({ title: "软件", note: "一\n二", stages: [{ title: "甲" }, { title: "丙" }], files: ["a", "b"] });
});

test("a hostile name writes nothing outside the form", () => {
  formObject(form(["__proto__.polluted", "1"], ["a.constructor.prototype.polluted", "1"], ["x[100000]", "1"]));
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

test("any form becomes an object without an exception", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (pairs) => void formObject(form(...pairs))));
});

test("complaints are codes beside the input's own name", () => {
  const Schema = z.strictObject({
    title: line(5),
    budget: yuan(400n, 10_000n),
    days: whole(1, 30),
    stages: z.array(z.strictObject({ title: line(3) })).min(1),
  });
  const answer = parseForm(Schema, { title: "", budget: "1.234", days: "40", stages: [{ title: "太长了吧" }], more: "1" });
  expect(answer).toEqual({
    errors: {
      title: [{ code: "required" }],
      budget: [{ code: "money" }],
      days: [{ code: "between", params: { min: 1, max: 30 } }],
      "stages[0].title": [{ code: "tooLong", params: { max: 3 } }],
      "": [{ code: "invalid" }],
    },
  });
});

test("yuan as people type it", () => {
  const amount = (typed: string) => parseForm(z.strictObject({ a: yuan(400n, 100_000_000n) }), { a: typed });
  expect(amount("1,234.5")).toEqual({ value: { a: 123_450n } });
  expect(amount("¥ 89")).toEqual({ value: { a: 8_900n } });
  expect(amount("3.99")).toEqual({ errors: { a: [{ code: "moneyMin", params: { minFen: "400" } }] } });
  expect(amount("-5")).toEqual({ errors: { a: [{ code: "money" }] } });
  expect(amount("1e5")).toEqual({ errors: { a: [{ code: "money" }] } });
});

test("every amount of fen survives being typed", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 15n - 1n), (fen) => {
      const typed = `${fen / 100n}.${String(fen % 100n).padStart(2, "0")}`;
      expect(parseForm(yuan(1n, 10n ** 15n), typed)).toEqual({ value: fen });
    }),
  );
});

test("what was typed comes back, passwords do not", () => {
  expect(typedValues(form(["mail", "a"], ["password", "secret"], ["newPassword", "x"], ["files[]", "1"], ["files[]", "2"]))).toEqual({
    mail: "a",
    "files[]": ["1", "2"],
  });
});

test("a checkbox and a refinement", () => {
  const Schema = z.strictObject({ agree: checkbox.refine((v) => v, say("required")) });
  expect(parseForm(Schema, {})).toEqual({ errors: { agree: [{ code: "required" }] } });
  expect(parseForm(Schema, { agree: "on" })).toEqual({ value: { agree: true } });
  expect(fieldName(["a", 0, "b"])).toBe("a[0].b");
});
