// The only logger: JSON lines on stderr, so that stdout stays for answers.
import pino from "pino";
import { currentConfig } from "#lib/config.ts";

export const log = pino(
  {
    level: currentConfig().logLevel,
    base: null,
    redact: { paths: ["password", "token", "secret", "authorization", "cookie", "*.password", "*.token", "*.secret", "*.authorization", "*.cookie"], censor: "[hidden]" },
  },
  pino.destination({ fd: 2, sync: true }),
);
