-- The clock looks every second for sessions and links that have run out.
CREATE INDEX session_expiry ON "Session" ("expiresAt") WHERE "expiresAt" IS NOT NULL;
CREATE INDEX verification_expiry ON "Verification" ("expiresAt") WHERE "expiresAt" IS NOT NULL;
