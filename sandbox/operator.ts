// npm run operator -- <mail>: makes the person with this address an operator; the only way to the first one.
import { command } from "#sandbox/connect.ts";

const email = process.argv[2];
if (!email?.includes("@")) {
  console.error("npm run operator -- name@example.com");
  process.exit(1);
}
await command(async () => {
  const { makeOperator } = await import("#app/people/desk/make-operator.server.ts");
  const done = await makeOperator(email);
  if (done) console.log(`${email} 已是运营人员。${email} is an operator.`);
  else
    console.error(
      `没有邮箱已确认的账号 ${email}，请先注册并确认邮箱。No confirmed account has the address ${email}: sign up and confirm it first.`,
    );
  return done ? 0 : 1;
});
