import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** What npm test counts and names of vitest's run; `why` also has what failed outside of every test. */
export type Report = { passed: number; failed: number; why: string[] };

type Said = { message: string; stack?: string };
const told = (where: string, errors: readonly Said[]) => `${where}\n${errors.map(({ stack, message }) => stack ?? message).join("\n")}`;

/** Writes a Report to the file that TEST_REPORT names. */
export default class TestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]) {
    let passed = 0;
    const why: string[] = [];
    for (const module of modules) {
      const file = path.relative(process.cwd(), module.moduleId);
      const groups = [{ name: file, errors: module.errors() }];
      for (const suite of module.children.allSuites()) groups.push({ name: `${file} › ${suite.fullName}`, errors: suite.errors() });
      for (const group of groups) if (group.errors.length > 0) why.push(told(group.name, group.errors));
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result();
        if (state === "passed") passed++;
        if (state === "failed") why.push(told(`${file} › ${test.fullName}`, errors));
      }
    }
    if (errors.length > 0) why.push(told("outside of every test", errors));
    const report: Report = { passed, failed: why.length, why };
    writeFileSync(String(process.env.TEST_REPORT), JSON.stringify(report));
  }
}
