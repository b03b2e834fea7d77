// The models that take part, one line each; their order is the order of ties.
import type { Model } from "#lib/forecast/model.ts";
import { adjusted } from "#lib/forecast/models/adjusted.ts";
import { arima, arimaLog } from "#lib/forecast/models/arima.ts";
import { ets } from "#lib/forecast/models/ets.ts";
import { profile } from "#lib/forecast/models/profile.ts";
import { seasonalNaive } from "#lib/forecast/models/seasonal-naive.ts";
import { structural } from "#lib/forecast/models/structural.ts";
import { theta } from "#lib/forecast/models/theta.ts";

export const models: readonly Model[] = [structural, seasonalNaive, theta, ets, adjusted(theta), adjusted(ets), profile, arima, arimaLog];
