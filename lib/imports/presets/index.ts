// The order files we know. Add one: a file and a line.
import { onlineRetail } from "#lib/imports/presets/online-retail.ts";
import { generic } from "#lib/imports/presets/generic.ts";
import type { Preset } from "#lib/imports/preset.ts";

export const presets: readonly Preset[] = [onlineRetail, generic];
