import { env } from "#app/env.server.ts";
import { bucketStorage, folderStorage } from "#app/files/stores.server.ts";
import { singleton } from "#app/singleton.server.ts";

/** The one place of this process. */
export const storage = singleton("storage", () => (env.S3_URL ? bucketStorage(env.S3_URL) : folderStorage(env.FILES_DIR)));
