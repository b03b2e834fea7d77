// The order files we know. Add one: a file and a line.
import type { Preset } from "#lib/imports/preset.ts";
import { generic } from "#lib/imports/presets/generic.ts";
import { onlineRetail } from "#lib/imports/presets/online-retail.ts";
import { shopify } from "#lib/imports/presets/shopify.ts";
import { woocommerce } from "#lib/imports/presets/woocommerce.ts";

export const presets: readonly Preset[] = [onlineRetail, shopify, woocommerce, generic];
