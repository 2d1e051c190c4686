// npm run audit: each check of the books, with its sentence and what it found; ends with an error when it found anything.
import { command } from "#sandbox/connect.ts";

await command(async () => {
  const { audit } = await import("#app/ledger/audit.server.ts");
  const { zh } = await import("#app/i18n/zh.ts");
  const { en } = await import("#app/i18n/en.ts");
  const results = await audit();
  for (const { name, found, examples, ms } of results) {
    console.log(`${found ? "✗" : "✓"} ${name} (${ms} ms)\n    ${zh.money.check[name]}\n    ${en.money.check[name]}`);
    for (const example of examples) console.log(`    → ${example}`);
  }
  const broken = results.filter(({ found }) => found > 0);
  console.log(`\n${results.length} 项检查，${broken.length} 项不符。${results.length} checks, ${broken.length} broken.`);
  return broken.length === 0 ? 0 : 1;
});
