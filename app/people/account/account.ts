import { z } from "zod";
import { say } from "#app/form.ts";
import { isCommonPassword, PASSWORD_MAX, PASSWORD_MIN } from "#app/people/account/password.ts";

const email = z
  .string()
  .min(1)
  .max(254)
  .pipe(z.email())
  .transform((text) => text.toLowerCase());
const personName = z
  .string()
  .min(2)
  .max(40)
  .regex(/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} .·'-]*$/u, say("personName"));
const newPassword = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX);
const agreed = z.literal(["on", "true"], say("agree"));

export const SignUpForm = z
  .strictObject({ name: personName, email, password: newPassword, agree: agreed })
  .refine((form) => !isCommonPassword(form.password, [form.name, form.email]), { path: ["password"], ...say("commonPassword") });
/** For those who agreed to an earlier version. */
export const AgreeForm = z.strictObject({ agree: agreed, to: z.string().max(300).optional() });
export const SignInForm = z.strictObject({ email, password: z.string().min(1).max(PASSWORD_MAX), to: z.string().max(300).optional() });
export const EmailForm = z.strictObject({ email });
export const ConfirmForm = z.strictObject({ token: z.string().min(1).max(2000) });
export const ResetForm = z
  .strictObject({ token: z.string().min(1).max(200), password: newPassword })
  .refine((form) => !isCommonPassword(form.password), { path: ["password"], ...say("commonPassword") });
export const ChangePasswordForm = z
  .strictObject({ currentPassword: z.string().min(1).max(PASSWORD_MAX), newPassword })
  .refine((form) => !isCommonPassword(form.newPassword), { path: ["newPassword"], ...say("commonPassword") });
export const ProfileForm = z.strictObject({ name: personName, locale: z.enum(["zh", "en"]) });
/** Closing cannot be undone: the person types their password. */
export const CloseForm = z.strictObject({
  password: z.string().min(1).max(PASSWORD_MAX),
  sure: z.literal(["on", "true"], say("tickToGoOn")),
});
